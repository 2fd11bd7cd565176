"""What the product starts from: the documents as given, reference tables and the demonstration."""
