"""A race as a document: composed here as data, written as HTML here and as PDF by the window's floor."""
