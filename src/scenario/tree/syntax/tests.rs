use super::*;

/// What is told of the first fault of a text: its place, message and help.
fn found(text: &str) -> (String, String, String) {
    let error = toml::de::DeTable::parse(text).expect_err(text);
    let range = error.span().unwrap_or(0..0);
    let told = told(text, range, error.message());
    let place = text.get(told.range.clone()).unwrap_or_default().to_owned();
    (place, told.message, told.help.unwrap_or_default())
}

fn assert_told(cases: &[(&str, &str, &str, &str)]) {
    for (text, place, message, help) in cases {
        let told = found(text);
        let told = (told.0.as_str(), told.1.as_str(), told.2.as_str());
        assert_eq!(told, (*place, *message, *help), "{text}");
    }
}

const QUOTES: &str = "what is not a plain number, a date, true or false stands in quotation marks";

#[test]
fn quotation_marks_are_told_with_the_line_to_write() {
    let curly = |c: &str| format!("{c} is not the quotation mark that is used here");
    assert_told(&[
        ("a = “18 d”", "“", &curly("“"), "write a = \"18 d\""),
        ("a = «18 d»", "«", &curly("«"), "write a = \"18 d\""),
        ("a = ‘18 d’", "‘", &curly("‘"), "write a = \"18 d\""),
        ("a = {b = „x“}", "„", &curly("„"), "write a = {b = \"x\"}"),
        (
            "a = \"18 d\nb = 1",
            "\"18 d",
            "the text that begins here is not closed: \" is missing",
            "write a = \"18 d\"",
        ),
        (
            "a = { b = \"18 d }",
            "\"18 d }",
            "the text that begins here is not closed: \" is missing",
            "write \" where the text ends",
        ),
        (
            "a = { b = \"18 d, c = \"x\" }",
            "\"18 d",
            "the text that begins here is not closed: \" is missing",
            "write \"18 d\"",
        ),
        (
            "a = '18 d\"",
            "'18 d\"",
            "the text begins with ' and ends with \"",
            "write a = \"18 d\"",
        ),
        (
            "a = 18 d\"",
            "18 d\"",
            "the quotation mark before 18 d is missing",
            "write a = \"18 d\"",
        ),
        ("a = 18 d", "18 d", QUOTES, "write a = \"18 d\""),
        ("a = rail # by", "rail", QUOTES, "write a = \"rail\" # by"),
        ("a = $x", "$x", QUOTES, "write a = \"$x\""),
        (
            "a = { b = rail, c = 1 }",
            "rail",
            QUOTES,
            "write a = { b = \"rail\", c = 1 }",
        ),
        ("a = [\n  rail,\n]", "rail", QUOTES, "write \"rail\","),
        (
            "a = [rail, \"x\"]",
            "rail",
            QUOTES,
            "write a = [\"rail\", \"x\"]",
        ),
    ]);
}

#[test]
fn numbers_dates_and_truths_are_told_with_what_to_write() {
    let no_number = |x: &str| format!("{x} is not a number in the form that is used here");
    assert_told(&[
        (
            "a = 0,5",
            "0,5",
            &no_number("0,5"),
            "write 0.5: decimals have a point",
        ),
        ("a = .5", ".5", &no_number(".5"), "write a = 0.5"),
        ("a = 5.", "5.", &no_number("5."), "write a = 5.0"),
        ("a = 018", "018", &no_number("018"), "write a = 18"),
        (
            "a = { b = 0,5 }",
            "0,5",
            &no_number("0,5"),
            "write 0.5: decimals have a point",
        ),
        (
            "a = yes",
            "yes",
            "yes is neither true nor false",
            "write a = true",
        ),
        (
            "a = False",
            "False",
            "False is neither true nor false",
            "write a = false",
        ),
        (
            "a = нет",
            "нет",
            "нет is neither true nor false",
            "write a = false",
        ),
        (
            "a = 31.12.2030",
            "31.12.2030",
            "31.12.2030 is not a date in the form that is used here",
            "write year-month-day: 2030-12-31",
        ),
        (
            "a = 2030/12/31",
            "2030/12/31",
            "2030/12/31 is not a date in the form that is used here",
            "write year-month-day: 2030-12-31",
        ),
        (
            "a = 2030-02-30",
            "2030-02-30",
            "2030-02-30 is not a day of the calendar",
            "the last day of that month is 2030-02-28",
        ),
        (
            "a = 20370-01-01",
            "20370-01-01",
            "20370-01-01 is not a number or a date in the form that is used here",
            "numbers are written 1200 or 0.5, dates 2031-03-12",
        ),
        (
            "a = 2037-1-1",
            "2037-1-1",
            "2037-1-1 is not a date in the form that is used here",
            "write year-month-day: 2037-01-01",
        ),
    ]);
}

#[test]
fn a_key_without_its_sign_is_told() {
    assert_told(&[
        (
            "a \"18 d\"",
            " ",
            "\"=\" is missing after a",
            "write a = \"18 d\"",
        ),
        (
            "a: \"18 d\"",
            ":",
            "\":\" stands after a; \"=\" is wanted",
            "write a = \"18 d\"",
        ),
        (
            "a = { b: \"x\" }",
            ":",
            "\":\" stands after b; \"=\" is wanted",
            "write a = { b = \"x\" }",
        ),
        (
            "a =",
            "=",
            "a value is missing after \"=\"",
            "such as \"18 d\", 2031-03-12 or true",
        ),
        (
            "the key = 1",
            "the key",
            "\"the key\" is not a key: a key is one word",
            "names are joined by - or _, such as cell-plant; words in any script go into title = \"…\"",
        ),
        ("a == 1", "=", "\"=\" is written twice", "once is enough"),
        (
            "this is text",
            "i",
            "this line is not a heading, a key with its value or a remark",
            LINES,
        ),
    ]);
}

#[test]
fn what_follows_a_value_is_told() {
    assert_told(&[
        (
            "a = 2031-03-12,",
            "2031-03-12,",
            "nothing is wanted after the value",
            "write a = 2031-03-12",
        ),
        (
            "a = [\"x\"]]",
            "]",
            "\"]\" closes what was not opened",
            "write a = [\"x\"]",
        ),
        (
            "a = b = \"x\" }",
            "=",
            "a key in a value needs braces around it",
            "write a = { b = \"x\" }",
        ),
        (
            "a = \"18 d\";",
            ";",
            "\";\" stands after the value; nothing is wanted there",
            "write a = \"18 d\"",
        ),
        (
            "a = \"18 d\" // days",
            "// days",
            "a remark begins with #",
            "write a = \"18 d\"  # days",
        ),
        (
            "a = 2031-03-12 // the day",
            "// the day",
            "a remark begins with #",
            "write a = 2031-03-12  # the day",
        ),
        (
            "a = \"18\" \"d\"",
            "\"d\"",
            "\"d\" stands after the value",
            "one key stands on one line; a quantity is one text, such as \"18 d\"; a remark begins with #",
        ),
    ]);
}

#[test]
fn brackets_are_told_where_they_open() {
    assert_told(&[
        (
            "[a.b\nc = 1",
            "[a.b",
            "\"]\" is missing in this heading",
            "write [a.b]",
        ),
        (
            "a.b]\nc = 1",
            "a.b]",
            "\"[\" is missing in this heading",
            "write [a.b]",
        ),
        (
            "[[a]\nc = 1",
            "[[a]",
            "\"]]\" is missing in this heading",
            "write [[a]]",
        ),
        (
            "a = [\"x\"\nb = 1",
            "[",
            "the list that begins here is not closed: \"]\" is missing",
            "write [\"x\"]",
        ),
        (
            "a = { b = \"x\"\n[c]",
            "{",
            "the table that begins here is not closed: \"}\" is missing",
            "write { b = \"x\" }",
        ),
        (
            "a = { b = \"x\" c = 1 }",
            "c",
            "a comma is missing between these two keys",
            "write a = { b = \"x\", c = 1 }",
        ),
        (
            "a = [\"x\" \"y\"]",
            "\"",
            "a comma is missing between these two values",
            "write a = [\"x\", \"y\"]",
        ),
    ]);
}

#[test]
fn letters_and_spaces_that_only_look_right_are_told() {
    assert_told(&[
        (
            "insid\u{435} = 1",
            "insid\u{435}",
            "\"insid\u{435}\" is not in Latin letters: letter 6, \"\u{435}\", is Cyrillic",
            "write inside = 1",
        ),
        (
            "[site.завод]",
            "завод",
            "\"завод\" is not in Latin letters: its letters are Cyrillic",
            "keys and names are in Latin letters (a to z); words in any script go into title = \"…\"",
        ),
        (
            "a\u{a0}= 1",
            "\u{a0}",
            "a non-breaking space stands here",
            "delete it and type a plain space",
        ),
        (
            "a\u{200b} = 1",
            "\u{200b}",
            "a sign that is not to be seen stands here",
            "delete it and type a plain space",
        ),
    ]);
}

#[test]
fn what_stands_twice_is_told_with_its_first_line() {
    assert_told(&[
        (
            "[s]\na = 1\nb = 2\na = 3",
            "a",
            "a is given twice; the first is in line 2",
            "keep one of the two",
        ),
        (
            "[s.t]\na = 1\n[s.t] # again",
            "t",
            "[s.t] is given twice; the first is in line 1",
            "put the keys of both under one heading",
        ),
        (
            "[s]\nb = 5\n[s.b.c]",
            "b",
            "b has a value already (line 2); it cannot have keys of its own too",
            "leave out one of the two, or give it another name",
        ),
        (
            "a = { b = 1, b = 2 }",
            "b",
            "b is given twice",
            "keep one of the two",
        ),
    ]);
}

#[test]
fn folders_are_told_with_a_slash_and_tables_are_no_scenarios() {
    assert_told(&[
        (
            "a = \"x\\y.toml\"",
            "\\",
            "\"\\\" cannot stand in a text",
            "write / between folders: \"tables/legs.csv\"",
        ),
        (
            "name;capacity\nmine;5\n",
            "name;capacity",
            "this is a table, not a scenario",
            "a scenario file (.toml) names its tables, such as import.leg = \"legs.csv\"",
        ),
    ]);
}

#[test]
fn the_parsers_own_words_are_never_heard() {
    for text in [
        "= 1",
        "a = }",
        "]",
        "{",
        "a = [1,,2]",
        "a.",
        "a = \"\"\"x",
        "a = 1_",
        "\u{1}",
        "a = 0xg",
        "a = [\nb,\n]",
    ] {
        let (_, message, help) = found(text);
        for word in [
            "expected", "literal", "newline", "TOML", "float", "array", "token",
        ] {
            assert!(
                !message.contains(word) && !help.contains(word),
                "{text}: {message}; {help}"
            );
        }
    }
}
