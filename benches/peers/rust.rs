//! What the floor and readers in Rust take: `nianbao-peers DOCX_FOLDER XLSX_FOLDER` prints a line for each,
//! `TOOL | WORK | MICROSECONDS A FILE`. `benches/peers/run` runs it.

#[path = "../floor.rs"]
#[expect(dead_code, reason = "the other benches need the rest")]
mod floor;

use calamine::{Reader, Xlsx};
use office_oxide::{Document, DocumentFormat};
use std::error::Error;
use std::hint::black_box;
use std::io::Cursor;
use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn Error>> {
    let folders: Vec<String> = std::env::args().skip(1).collect();
    let [docx, xlsx] = &folders[..] else { return Err("usage: nianbao-peers DOCX_FOLDER XLSX_FOLDER".into()) };
    let (docx, xlsx) = (files(docx)?, files(xlsx)?);
    print("floor: inflate, tokenise", "read DOCX", &docx, |docx| Ok(floor::read(docx)))?;
    print("office_oxide, text", "read DOCX", &docx, |docx| Ok(document(docx)?.plain_text().len()))?;
    print("docx-rs", "read DOCX", &docx, |docx| Ok(docx_rs::read_docx(docx)?.document.children.len()))?;
    print("calamine, every sheet", "read XLSX", &xlsx, |xlsx| {
        let mut book = Xlsx::new(Cursor::new(xlsx))?;
        Ok(book.worksheets().iter().map(|(_, range)| range.used_cells().count()).sum())
    })
}

fn document(docx: &[u8]) -> Result<Document, Box<dyn Error>> {
    Ok(Document::from_reader(Cursor::new(docx.to_vec()), DocumentFormat::Docx)?)
}

fn files(folder: &str) -> std::io::Result<Vec<Vec<u8>>> {
    std::fs::read_dir(folder)?.map(|entry| std::fs::read(entry?.path())).collect()
}

/// The fastest of three passes over all files.
fn print(
    tool: &str,
    work: &str,
    files: &[Vec<u8>],
    read: impl Fn(&[u8]) -> Result<usize, Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let mut best = Duration::MAX;
    for _ in 0..3 {
        let begun = Instant::now();
        for file in files {
            black_box(read(file)?);
        }
        best = best.min(begun.elapsed());
    }
    println!("{tool} | {work} | {:.1}", best.as_secs_f64() * 1e6 / files.len() as f64);
    Ok(())
}
