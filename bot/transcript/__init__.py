"""Recorded conversations: the transcript's own format, and chats exported from Telegram Desktop."""
