use super::cells;

#[test]
fn legacy() {
    for f in std::fs::read_dir("../shared/quirks/legacy").expect("x") {
        let p = f.expect("x").path();
        println!("{} {:?}", p.display(), cells(&std::fs::read(&p).expect("x")));
    }
}
