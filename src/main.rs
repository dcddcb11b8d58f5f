use nianbao::*;
fn main() {
    for p in std::env::args().skip(1) {
        let b = std::fs::read(&p).unwrap();
        let d = read::read(&b, &read::Limits::default()).unwrap();
        let f = grammar::Forms::built_in();
        let r = recognize::recognize(&d, f);
        let mut fi = r.findings.clone();
        fi.extend(check::check(&r.report, f));
        for t in &r.tables { eprintln!("{t:?}"); }
        println!("{}", write::to_json(&r.report, &fi, None, lang::Lang::Zh, true));
    }
}
