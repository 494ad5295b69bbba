"""The rules of the house for single files: size, doors, SQL, words."""
