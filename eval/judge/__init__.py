"""A second opinion by a language model, beside the metrics: never a gate, and itself held against readers' labels."""
