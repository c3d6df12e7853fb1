// Hands a step to the program behind the page, and says in one sentence when it could not be done.

const token = document.querySelector('meta[name="attune-token"]').content;
const said = document.getElementById("said");
const SAID_MS = 6000;
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
let silence;

export const guarded = (address) => `${address}?token=${encodeURIComponent(token)}`;
export const events = () => new EventSource(guarded("/events"));

export function say(sentence) {
  said.textContent = sentence;
  clearTimeout(silence);
  silence = setTimeout(() => { said.textContent = ""; }, SAID_MS);
}

// How many steps the program has not answered yet.
function underWay(change) {
  const { dataset } = document.body;
  dataset.acting = Number(dataset.acting ?? 0) + change;
}

export async function act(name, asked = {}) {
  underWay(1);
  try {
    const answer = await fetch(`/act/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Attune-Token": token },
      body: JSON.stringify({ zone, ...asked }),
    });
    const done = await answer.json();
    if (answer.ok) return done;
    say(done.error);
  } catch {
    say("The program behind this page does not answer. Is it still running?");
  } finally {
    underWay(-1);
  }
  return null;
}
