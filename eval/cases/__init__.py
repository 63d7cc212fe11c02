"""Datasets: questions with the clauses that answer them; read, checked, exchanged with other tools."""
