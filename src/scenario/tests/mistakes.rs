use super::changed;
