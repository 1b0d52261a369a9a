// The target of the parts of pages. A C target must have a source.
const char sk_PageFiles_target = 0;
