//! Tests of the black box.

use super::*;

fn keys() -> ([u8; 32], [u8; 32]) {
    let secret = SecretKey::generate(&mut OsRng);
    (secret.to_bytes(), *secret.public_key().as_bytes())
}

fn station() -> StationId {
    StationId(Uuid::from_u128(7))
}

fn sequences(path: &Path) -> Vec<u64> {
    read_frames(path).unwrap().map(|frame| frame.sequence).collect()
}

fn names(directory: &Path) -> Vec<u32> {
    files(directory).unwrap().into_iter().map(|(number, _)| number).collect()
}

#[test]
fn what_is_sealed_opens_with_the_secret_key_and_with_no_other() {
    let directory = tempfile::tempdir().unwrap();
    let (secret, public) = keys();
    let mut black_box = BlackBox::open(directory.path(), station()).unwrap();
    black_box.append(&public, &[(1, b"first"), (2, b"second")]).unwrap();
    black_box.append(&public, &[(3, b"third")]).unwrap();
    let path = directory.path().join("blackbox-0001.kbx");
    let mut frames = read_frames(&path).unwrap();
    assert_eq!(frames.header(), BlackBoxHeader { station: station(), recipient: public });
    let opened: Vec<_> = frames.by_ref().map(|frame| open_frame(&secret, &frame).unwrap()).collect();
    assert_eq!(opened, [b"first".to_vec(), b"second".to_vec(), b"third".to_vec()]);
    assert!(frames.is_whole());
    let frame = read_frames(&path).unwrap().next().unwrap();
    assert!(matches!(open_frame(&keys().0, &frame), Err(BlackBoxError::Seal)));
    assert!(!fs::read(&path).unwrap().windows(5).any(|window| window == b"first"));
}

#[test]
fn a_reopened_black_box_goes_on_where_it_was() {
    let directory = tempfile::tempdir().unwrap();
    let (_, public) = keys();
    BlackBox::open(directory.path(), station()).unwrap().append(&public, &[(41, b"a")]).unwrap();
    let mut black_box = BlackBox::open(directory.path(), station()).unwrap();
    assert_eq!(black_box.last_sequence(), 41);
    black_box.append(&public, &[(42, b"b")]).unwrap();
    assert_eq!(names(directory.path()), [1]);
    assert_eq!(sequences(&directory.path().join("blackbox-0001.kbx")), [41, 42]);
}

#[test]
fn a_torn_tail_is_left_as_it_is_and_the_next_file_begun() {
    let directory = tempfile::tempdir().unwrap();
    let (_, public) = keys();
    BlackBox::open(directory.path(), station()).unwrap().append(&public, &[(1, b"a"), (2, b"b")]).unwrap();
    let path = directory.path().join("blackbox-0001.kbx");
    let whole = fs::read(&path).unwrap();
    // A cut at every byte of the last frame, and one byte changed in its middle.
    let frame = (whole.len() - HEADER_LENGTH as usize) / 2;
    for cut in whole.len() - frame + 1..whole.len() {
        for (number, path) in files(directory.path()).unwrap() {
            if number > 1 {
                fs::remove_file(path).unwrap();
            }
        }
        fs::write(&path, &whole[..cut]).unwrap();
        let mut black_box = BlackBox::open(directory.path(), station()).unwrap();
        assert_eq!(black_box.last_sequence(), 1);
        black_box.append(&public, &[(3, b"c")]).unwrap();
        assert_eq!(fs::read(&path).unwrap(), &whole[..cut]);
        assert_eq!(sequences(&path), [1]);
        assert_eq!(sequences(&directory.path().join("blackbox-0002.kbx")), [3]);
    }
    let mut changed = whole.clone();
    let at = whole.len() - 5;
    changed[at] ^= 1;
    fs::write(&path, &changed).unwrap();
    let mut frames = read_frames(&path).unwrap();
    assert_eq!(frames.by_ref().count(), 1);
    assert!(!frames.is_whole());
}

#[test]
fn a_file_torn_in_its_header_hides_no_earlier_sequence() {
    let directory = tempfile::tempdir().unwrap();
    let (_, public) = keys();
    BlackBox::open(directory.path(), station()).unwrap().append(&public, &[(9, b"a")]).unwrap();
    fs::write(directory.path().join("blackbox-0002.kbx"), b"KAIKU").unwrap();
    let mut black_box = BlackBox::open(directory.path(), station()).unwrap();
    assert_eq!(black_box.last_sequence(), 9);
    black_box.append(&public, &[(10, b"b")]).unwrap();
    assert_eq!(names(directory.path()), [1, 2, 3]);
}

#[test]
fn another_recipient_or_another_station_begins_a_file_of_its_own() {
    let directory = tempfile::tempdir().unwrap();
    let (_, first) = keys();
    let (_, second) = keys();
    let mut black_box = BlackBox::open(directory.path(), station()).unwrap();
    black_box.append(&first, &[(1, b"a")]).unwrap();
    black_box.append(&second, &[(2, b"b")]).unwrap();
    black_box.append(&second, &[(3, b"c")]).unwrap();
    let mut other = BlackBox::open(directory.path(), StationId(Uuid::from_u128(8))).unwrap();
    assert_eq!(other.last_sequence(), 0);
    other.append(&second, &[(1, b"d")]).unwrap();
    let found: Vec<_> = files(directory.path()).unwrap().iter().map(|(_, path)| sequences(path)).collect();
    assert_eq!(found, [vec![1], vec![2, 3], vec![1]]);
}

#[test]
fn a_foreign_file_is_no_black_box_and_a_newer_one_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("blackbox-0001.kbx");
    fs::write(&path, [0; 200]).unwrap();
    assert!(matches!(read_frames(&path), Err(BlackBoxError::NoBlackBox { .. })));
    let mut newer = header_bytes(&BlackBoxHeader { station: station(), recipient: [1; 32] });
    newer[8] = 2;
    fs::write(&path, &newer).unwrap();
    assert!(matches!(read_frames(&path), Err(BlackBoxError::Newer { format: 2, .. })));
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_a_black_box() {
    use std::os::unix::fs::PermissionsExt;
    let directory = tempfile::tempdir().unwrap();
    BlackBox::open(directory.path(), station()).unwrap().append(&keys().1, &[(1, b"a")]).unwrap();
    let mode = fs::metadata(directory.path().join("blackbox-0001.kbx")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
