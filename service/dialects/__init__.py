"""What other programs speak: OpenAI's clients, Dify, the Model Context Protocol."""
