"""Word files: official documents as .docx for offices that live in Word or WPS, and drafts in .docx read in."""
