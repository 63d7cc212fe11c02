"""What each part of the embedder's training and of fusion brings."""
