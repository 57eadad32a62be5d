//! How people write elsewhere: letters, numbers, dates and quotation marks that are not those of
//! the language, with what to write instead. Messages are made of it; nothing here is accepted.

mod dates;
mod letters;
mod numbers;
mod quotes;

pub use dates::{Meant, date_meant};
pub use letters::{Foreign, foreign};
pub use numbers::{digit_meant, number_help};
pub use quotes::{is_odd_space, is_quote, space_name, straight, truth};
