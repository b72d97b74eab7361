# English: settings.
