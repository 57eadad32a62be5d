//! How much memory this process may take, so that what cannot fit is refused in words before it is begun: memory that
//! is refused later ends a process at once.

use std::fs;
use std::path::{Path, PathBuf};

use super::failure::Failure;

/// What a process takes besides the numbers of its trials, at least [bytes].
const BESIDES: u64 = 10_000_000;
/// How often the numbers of trials that are kept are there at once, at least: as columns and in order. Measured at 2.3.
const TIMES: u64 = 2;
/// Bytes of a number.
const NUMBER: u64 = 8;
/// Of the memory there is, what trials that are kept may well take.
const ADVISED: u64 = 4;

/// Memory that a process may take, and who says so.
#[derive(Debug, PartialEq)]
struct Room {
    bytes: u64,
    whose: &'static str,
}

/// Refuses so many trials that are kept, of so many numbers in all, where they cannot fit.
pub(super) fn refuse_what_cannot_fit(trials: u64, numbers: u64) -> Result<(), Failure> {
    let room = room();
    match room.filter(|room| room.bytes < need(numbers)) {
        None => Ok(()),
        Some(room) => Err(Failure::Machine(told(&room, trials, numbers))),
    }
}

fn need(numbers: u64) -> u64 {
    let bytes = numbers.saturating_mul(TIMES * NUMBER);
    bytes.saturating_add(BESIDES)
}

fn told(room: &Room, trials: u64, numbers: u64) -> String {
    let megabytes = |bytes: u64| bytes.div_ceil(1_000_000);
    let advised = megabytes(room.bytes.saturating_sub(BESIDES) / ADVISED).max(1);
    format!(
        "{trials} trials that are kept take {} MB at least, and this process may take {} MB ({})\n\
         say --memory {advised}, past which trials are folded, or fewer --trials or --only one variant",
        megabytes(need(numbers)),
        room.bytes / 1_000_000,
        room.whose
    )
}

/// The least that somebody sets.
fn room() -> Option<Room> {
    let address = limit_of_addresses().map(|bytes| (bytes, "ulimit -v"));
    let group = limit_of_group(Path::new("/")).map(|bytes| (bytes, "its control group"));
    let all = [address, group].into_iter().flatten();
    let least = all.min_by_key(|(bytes, _)| *bytes);
    least.map(|(bytes, whose)| Room { bytes, whose })
}

#[cfg(unix)]
fn limit_of_addresses() -> Option<u64> {
    use rustix::process::{Resource, getrlimit};
    getrlimit(Resource::As).current
}

#[cfg(not(unix))]
fn limit_of_addresses() -> Option<u64> {
    None
}

/// What control groups of Linux leave to this process, below the root of the file system.
fn limit_of_group(root: &Path) -> Option<u64> {
    let groups = fs::read_to_string(root.join("proc/self/cgroup")).ok()?;
    let all = groups.lines().filter_map(|line| limit_of_line(root, line));
    all.min()
}

/// `0::/a/b` of version 2, `4:memory:/a/b` of version 1. A group has no more than those above it; in a container its
/// own may be mounted as if there were none above.
fn limit_of_line(root: &Path, line: &str) -> Option<u64> {
    let mut parts = line.splitn(3, ':').skip(1);
    let (controllers, group) = (parts.next()?, parts.next()?);
    let (mount, file) = match controllers {
        "" => ("sys/fs/cgroup", "memory.max"),
        some if some.split(',').any(|one| one == "memory") => {
            ("sys/fs/cgroup/memory", "memory.limit_in_bytes")
        }
        _ => return None,
    };
    let mount = root.join(mount);
    let group: PathBuf = mount.join(group.trim_start_matches('/'));
    let above = group
        .ancestors()
        .take_while(|path| path.starts_with(&mount));
    let limits = above.filter_map(|path| fs::read_to_string(path.join(file)).ok());
    // `max` is no number, and version 1 has one that no memory reaches.
    let numbers = limits.filter_map(|text| text.trim().parse().ok());
    numbers.filter(|bytes| *bytes < 1 << 62).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(root: &Path, files: &[(&str, &str)]) {
        for (file, text) in files {
            let path = root.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }

    #[test]
    fn the_least_of_a_group_and_of_those_above_it_counts() {
        for (files, expected) in [
            (
                &[
                    ("proc/self/cgroup", "0::/work/job\n"),
                    ("sys/fs/cgroup/work/job/memory.max", "max\n"),
                    ("sys/fs/cgroup/work/memory.max", "300000000\n"),
                ][..],
                Some(300_000_000),
            ),
            (
                &[
                    ("proc/self/cgroup", "8:pids:/a\n4:cpu,memory:/a\n0::/\n"),
                    (
                        "sys/fs/cgroup/memory/a/memory.limit_in_bytes",
                        "200000000\n",
                    ),
                    (
                        "sys/fs/cgroup/memory/memory.limit_in_bytes",
                        "9223372036854771712\n",
                    ),
                ],
                Some(200_000_000),
            ),
            (
                // Of a container: the group is the host's, the mount is its own.
                &[
                    ("proc/self/cgroup", "0::/docker/4711\n"),
                    ("sys/fs/cgroup/memory.max", "100000000\n"),
                ],
                Some(100_000_000),
            ),
            (&[("proc/self/cgroup", "0::/\n")], None),
            (&[], None),
        ] {
            let root = tempfile::tempdir().unwrap();
            written(root.path(), files);
            assert_eq!(limit_of_group(root.path()), expected, "{files:?}");
        }
    }

    #[test]
    fn what_is_advised_fits() {
        for bytes in [11_000_000, 100_000_000, 1 << 40] {
            let room = Room {
                bytes,
                whose: "ulimit -v",
            };
            let words = told(&room, 1_000_000, 1 << 50);
            let (_, advised) = words.split_once("--memory ").unwrap();
            let (advised, _) = advised.split_once(',').unwrap();
            let numbers = advised.parse::<u64>().unwrap() * 1_000_000 / NUMBER;
            assert!(need(numbers) <= bytes + 2_000_000, "{words}");
        }
        assert_eq!(need(u64::MAX), u64::MAX);
    }
}
