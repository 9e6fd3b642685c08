"""The Telegram channel on plain aiohttp: updates in, the conversation log out."""
