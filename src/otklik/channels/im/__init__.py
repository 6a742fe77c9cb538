"""«Инцидент Менеджмент»: messages from social networks, exported from its cabinet."""
