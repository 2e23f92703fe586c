"""Imports and exports: any usual file is read, each line answered, spreadsheets neutralised."""
