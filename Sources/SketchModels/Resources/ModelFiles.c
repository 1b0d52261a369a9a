// The target of the built-in models and classifiers. A C target must have a source.
const char sk_ModelFiles_target = 0;
