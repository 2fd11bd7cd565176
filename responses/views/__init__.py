"""Pages of drafting, printing and paper ratings; admin.py and print_urls.py give them their addresses."""
