"""What people see: the chat, the widget that carries it, documents to read, a search."""
