"""How long a responder usually takes, learnt from their own replies (science §3b, rules: *Reply time*).

Normal-Gamma on the log of minutes; the two limits follow from it:
soft = clip(e^(mu+sigma), 30 min, 6 h), hard = clip(e^(mu+2 sigma), 6 h, 48 h).
"""

from __future__ import annotations

from math import exp, log, sqrt

from core.chats import ReplyTime
from core.policy import Policy

SHORTEST_MINUTES = 0.05
"""Three seconds: the log needs a floor, nobody answers faster."""


def observed(seen: ReplyTime, minutes: float) -> ReplyTime:
    """The sums with one more reply after `minutes` of waking time."""
    x = log(max(minutes, SHORTEST_MINUTES))
    return ReplyTime(seen.count + 1, seen.total + x, seen.squares + x * x)


def usual(seen: ReplyTime, policy: Policy) -> tuple[float, float]:
    """Posterior mean mu and sigma = sqrt(beta/alpha), both of log minutes."""
    mu0, kappa0 = log(policy.reply_prior_minutes), policy.reply_prior_weight
    alpha0 = policy.reply_alpha
    beta0 = alpha0 * policy.reply_prior_sigma**2
    n = seen.count
    mean = seen.total / n if n else 0.0
    spread = max(0.0, seen.squares - n * mean * mean)
    mu = (kappa0 * mu0 + seen.total) / (kappa0 + n)
    alpha = alpha0 + n / 2
    beta = beta0 + spread / 2 + kappa0 * n * (mean - mu0) ** 2 / (2 * (kappa0 + n))
    return mu, sqrt(beta / alpha)


def limits(seen: ReplyTime, policy: Policy) -> tuple[float, float]:
    """Soft and hard limit in minutes of the responder's waking time."""
    mu, sigma = usual(seen, policy)
    soft = min(max(_exp(mu + sigma), policy.soft_min_minutes), policy.soft_max_minutes)
    hard = min(max(_exp(mu + 2 * sigma), policy.hard_min_minutes), policy.hard_max_minutes)
    return soft, hard


def immediacy(seen: ReplyTime, minutes: float, policy: Policy) -> float:
    """How fast a reply came, against its author's habit: 0 slow, .5 as usual, 1 at once (science, 8c)."""
    mu, sigma = usual(seen, policy)
    return 1 / (1 + _exp((log(max(minutes, SHORTEST_MINUTES)) - mu) / max(sigma, 0.1)))


def _exp(x: float) -> float:
    return exp(min(x, 50.0))
