//! `lichain selftest`: known answers beside what this machine makes of them.

use std::fmt::Write;
use std::time::Instant;

use super::arguments::Selftest as Asked;
use super::failure::Failure;
use super::progress::{Watched, Work};
use super::table::{self, Align};
use super::{run, terminal};
use crate::validation::{Case, Check, Group, Row, Told, Verdict, markdown};

/// Runs the cases that were asked for.
pub fn selftest(asked: &Asked) -> Result<(), Failure> {
    let begun = Instant::now();
    let pool = run::threads(asked.cores.threads)?;
    let cases = asked.groups().flat_map(Group::cases).count() as u64;
    let work = Work {
        name: "selftest",
        what: "cases",
        total: cases,
        each: 1,
        done: 0,
    };
    let watched = Watched::new(&work, String::new());
    let mut ran: Vec<(Group, Vec<Told>)> = Vec::new();
    for group in asked.groups() {
        watched.tell(group.name().to_owned());
        let told = group.cases().map(|case| {
            let told = pool.install(|| case.run(asked.effort()));
            watched.add(1);
            told
        });
        ran.push((group, told.collect()));
    }
    drop(watched);
    let text = match (asked.markdown, asked.csv) {
        (true, _) => page(&ran),
        (_, true) => csv(&ran)?,
        _ => plain(
            &ran,
            pool.current_num_threads(),
            begun.elapsed().as_secs_f64(),
        ),
    };
    terminal::print(&text)?;
    judged(&ran)
}

fn page(ran: &[(Group, Vec<Told>)]) -> String {
    markdown(ran.iter().map(|(group, told)| (*group, &told[..])))
}

fn rows(ran: &[(Group, Vec<Told>)]) -> impl Iterator<Item = (&Case, &Row)> {
    let told = ran.iter().flat_map(|(_, told)| told);
    told.flat_map(|told| told.rows.iter().map(|row| (told.case, row)))
}

/// A fault of ours where a figure is not as it should be.
fn judged(ran: &[(Group, Vec<Told>)]) -> Result<(), Failure> {
    let bad = rows(ran).filter(|(_, row)| row.verdict() != Verdict::Holds);
    let bad: Vec<String> = bad
        .map(|(case, row)| {
            let (what, word) = (&row.what, row.verdict().word());
            let truth = match (&row.check, row.verdict()) {
                (Check::Refused(words), _) => format!(": {words}"),
                (_, Verdict::Blunt) => format!(", which {} could be too", row.refuses()),
                (check, _) => format!(", it should be {}", check.truth()),
            };
            format!(
                "\n  {word}: {}, {what}: {}{truth}",
                case.name,
                row.check.figure()
            )
        })
        .collect();
    if bad.is_empty() {
        return Ok(());
    }
    Err(Failure::Fault(format!(
        "of {} figures {} not as it should be: this is a fault of lichain, or of this machine{}\n\
         Trust no results from here. Please report it, with what `lichain --version` says and which machine it is.",
        rows(ran).count(),
        match bad.len() {
            1 => "one is".to_owned(),
            some => format!("{some} are each"),
        },
        bad.concat()
    )))
}

/// Tables by group, and how many held.
fn plain(ran: &[(Group, Vec<Told>)], threads: usize, seconds: f64) -> String {
    let mut text = String::new();
    for (group, told) in ran {
        let _ = writeln!(text, "{}", group.title());
        text += &table_of(told);
        text.push('\n');
    }
    let all = rows(ran).count();
    let held = rows(ran).filter(|(_, row)| row.verdict() == Verdict::Holds);
    let (held, cases) = (
        held.count(),
        ran.iter().map(|(_, told)| told.len()).sum::<usize>(),
    );
    let version = env!("CARGO_PKG_VERSION");
    let last = format!(
        "lichain {version}: {held} of {all} figures of {cases} cases are as they should be ({seconds:.0} s, {threads} threads)"
    );
    text += &terminal::wrapped(&last, terminal::prose(), 2);
    text.push('\n');
    text
}

/// A line a figure under those that name its case and where its truth comes from.
fn table_of(told: &[Told]) -> String {
    let cells = |row: &Row| {
        vec![
            row.verdict().word().to_owned(),
            row.what.clone(),
            row.check.figure(),
            row.check.truth(),
            row.check.allowed(),
        ]
    };
    let cells: Vec<Vec<String>> = told.iter().flat_map(|told| &told.rows).map(cells).collect();
    let heading = ["", "", "figure", "truth", "allowed"].map(String::from);
    let table = table::as_many_as_fit(&heading, &cells, &[Align::Left; 5], 4, terminal::width());
    let mut lines = table.lines();
    let mut text = format!("{}\n", lines.next().unwrap_or_default());
    for Told { case, rows } in told {
        let named = format!("  {} ({})", case.name, case.source);
        let named = terminal::wrapped(&named, terminal::prose() - 2, 6);
        let _ = writeln!(text, "  {named}");
        for line in lines.by_ref().take(rows.len()) {
            let _ = writeln!(text, "{line}");
        }
    }
    text
}

/// One line a figure.
fn csv(ran: &[(Group, Vec<Told>)]) -> Result<String, Failure> {
    let fault = |reason: csv::Error| Failure::Machine(format!("cannot write the table: {reason}"));
    let mut table = csv::Writer::from_writer(Vec::new());
    let heading = [
        "group", "case", "figure", "value", "told", "truth", "allowed", "verdict", "source",
    ];
    table.write_record(heading).map_err(fault)?;
    for (group, told) in ran {
        for Told { case, rows } in told {
            for row in rows {
                let value = row
                    .check
                    .number()
                    .map_or(String::new(), |value| value.to_string());
                let line = [
                    group.name(),
                    case.name,
                    &row.what,
                    &value,
                    &row.check.figure(),
                    &row.check.truth(),
                    &row.check.allowed(),
                    row.verdict().word(),
                    case.source,
                ];
                table.write_record(line).map_err(fault)?;
            }
        }
    }
    let bytes = table
        .into_inner()
        .map_err(|reason| fault(reason.into_error().into()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::ExitCode;

    fn ran(rows: Vec<Row>) -> Vec<(Group, Vec<Told>)> {
        let case = Group::Peers.cases().next().expect("a case");
        vec![(Group::Peers, vec![Told { case, rows }])]
    }

    #[test]
    fn a_wrong_figure_is_told_beside_the_truth_as_a_fault_of_ours() {
        let good = Row::equal("stock [unit]", 400.0, 400.0);
        assert_eq!(judged(&ran(vec![good.clone()])), Ok(()));
        let bad = Row::equal("orders", 6.0, 7.0);
        let ran = ran(vec![good, bad]);
        let failure = judged(&ran).expect_err("it fails");
        assert_eq!(failure.code(), ExitCode::from(4));
        let Failure::Fault(words) = failure else {
            panic!("{failure:?}")
        };
        assert!(
            words.starts_with("of 2 figures one is not as it should be"),
            "{words}"
        );
        assert!(
            words.contains("FAILS: laws, orders: 6, it should be 7"),
            "{words}"
        );
        let text = plain(&ran, 2, 1.0);
        assert!(text.contains("1 of 2 figures of 1 cases"), "{text}");
        assert!(page(&ran).contains("| 6 **FAILS** | 7 |"));
    }

    #[test]
    fn a_case_that_could_not_tell_a_mistake_is_a_fault_too() {
        let check = Check::AtMost {
            found: 0.0,
            bound: 1.0,
        };
        let blunt = Row::new("error", check).not(0.5, "half of it lost");
        assert!(judged(&ran(vec![blunt])).is_err());
    }
}
