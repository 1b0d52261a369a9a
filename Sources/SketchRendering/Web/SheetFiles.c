// The target of the parts of interactive sheets. A C target must have a source.
const char sk_SheetFiles_target = 0;
