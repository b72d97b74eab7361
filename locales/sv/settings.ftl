# Svenska: inställningar.
