//! The arguments, as clap reads them.

use super::file_name::NamePattern;
use super::input::Shard;
use crate::lang::Lang;
use crate::migrate::{Annotation, Options, Policy};
use crate::read::Limits;
use crate::write::Format;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// 读取、核对、转换政府信息公开工作年度报告
///
/// Reads, checks, migrates and writes annual reports of government information disclosure.
#[derive(Debug, Parser)]
#[command(
    name = "nianbao",
    version,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "把文件或文件夹拖到程序上，即转换为现行样式，新文件放在旁边 · files and folders dropped onto the program are \
                  migrated beside themselves"
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
    /// 另外读取此文件夹中的 *.form 和 *.crosswalk（各省自定的样式） · further forms of this folder
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) forms: Option<PathBuf>,
    /// 提示语言 · language of messages
    #[arg(long, global = true, value_enum, default_value_t = LangArg::Zh)]
    pub(super) lang: LangArg,
    /// 放宽或收紧一项限制，如 `part_bytes=128M`，可重复；各项见 README · another limit for input files
    #[arg(long, global = true, value_name = "NAME=N", value_parser = LimitArg::parse)]
    pub(super) limit: Vec<LimitArg>,
    /// 不启动其他程序；否则 PDF 由 pdftotext 读出，DOC、WPS 由 LibreOffice 转换 · start no other program; else
    /// pdftotext reads PDF, and LibreOffice converts DOC and WPS
    #[arg(long, global = true)]
    pub(super) no_external: bool,
    /// pdftotext 所在；缺省在 PATH 和常见位置找 · where pdftotext is; else PATH and the usual places are searched
    #[arg(long, global = true, value_name = "FILE", env = "NIANBAO_PDFTOTEXT", hide_env_values = true)]
    pub(super) pdftotext: Option<PathBuf>,
    /// LibreOffice 的 soffice 所在，同上 · where soffice of LibreOffice is, likewise
    #[arg(long, global = true, value_name = "FILE", env = "NIANBAO_SOFFICE", hide_env_values = true)]
    pub(super) soffice: Option<PathBuf>,
    /// 其他程序最多运行的秒数 · how long another program may run
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 60,
        value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) timeout: u32,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// 转换格式，样式不变 · another file format, the same form
    Convert(ConvertArgs),
    /// 转换为现行（2021 年）样式 · to the form in force
    Migrate(MigrateArgs),
    /// 核对勾稽关系 · check the arithmetic
    Check(CheckArgs),
    /// 逐格对照两份报告 · two reports side by side
    Diff(DiffArgs),
    /// 说明一个代码或一条勾稽关系；不写代码则全部列出 · what a code or a relation means
    Explain(ExplainArgs),
    /// 任意多份报告收入一个工作簿：汇总、明细、核对、图表、来源 · one workbook from any number of reports
    Collect(CollectArgs),
    /// 各部门的报告逐格相加，成为上级机关的报告 · add up the reports of several organs
    Combine(CombineArgs),
    /// 看是什么文件、哪一版、读到什么 · what it is and what was found where
    Inspect(InspectArgs),
    /// 列出各版样式，或输出空白表 · the editions known, or a blank form
    Forms(FormsArgs),
    /// 生成命令补全脚本 · shell completions
    Completions {
        /// bash, elvish, fish, powershell 或 zsh
        shell: clap_complete::Shell,
    },
    /// 生成 man 手册 · the manual page
    Man,
}

/// Which files are read.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "输入 · Inputs")]
pub(super) struct InputArgs {
    /// 报告文件或文件夹；`-` 为标准输入 · files or folders; `-` is standard input
    #[arg(required_unless_present = "files_from", value_name = "IN")]
    pub(super) inputs: Vec<PathBuf>,
    /// 从此文件读取输入路径，每行一个或以 NUL 分隔；`-` 为标准输入 · read paths from a file, one a line or ended by NUL
    #[arg(long, value_name = "FILE")]
    pub(super) files_from: Option<PathBuf>,
    /// 文件夹中只读符合的文件，如 `*2019*.docx`、`*/水利局/**` · of folders, only files that match
    #[arg(long, value_name = "GLOB")]
    pub(super) include: Vec<String>,
    /// 文件夹中不读符合的文件 · of folders, no files that match
    #[arg(long, value_name = "GLOB")]
    pub(super) exclude: Vec<String>,
    /// 只处理第 I 份（从 0 起，共 N 份），供多台机器分工 · only part I of N, counted from 0, of a run on several machines
    #[arg(long, value_name = "I/N")]
    pub(super) shard: Option<Shard>,
}

/// How a run over many files goes.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "批量 · Batches")]
pub(super) struct BatchArgs {
    /// 同时处理几个文件；0 为全部处理器 · how many files at once; 0 is one for each processor
    #[arg(short, long, value_name = "N", default_value_t = 0)]
    pub(super) jobs: usize,
    /// 按报告内容命名输出，如 `{issuer}{year}`；另有 {title}、{edition}、{stem} · names of outputs by what the report is
    #[arg(long, value_name = "PATTERN", requires = "output_dir")]
    pub(super) name: Option<NamePattern>,
    /// 每个文件写一行 JSON 记录；`-` 为标准输出 · a JSON record of each file, one a line; `-` is standard output
    #[arg(long, value_name = "FILE", conflicts_with = "output")]
    pub(super) report: Option<PathBuf>,
    /// 接着此记录继续，已完成的不再处理 · go on after this report of a run that was interrupted
    #[arg(long, value_name = "REPORT", conflicts_with_all = ["report", "output"])]
    pub(super) resume: Option<PathBuf>,
    /// 一个文件失败就停止 · stop at the first file that fails
    #[arg(long)]
    pub(super) fail_fast: bool,
    /// 只读取、核对，不写任何文件 · read and check, but write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// 只报告失败的文件 · tell of nothing but failures
    #[arg(short, long)]
    pub(super) quiet: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ConvertArgs {
    #[command(flatten)]
    pub(super) inputs: InputArgs,
    #[command(flatten)]
    pub(super) batch: BatchArgs,
    /// 输出文件；`-` 为标准输出 · the output; `-` is standard output
    #[arg(
        short,
        long,
        value_name = "OUT",
        conflicts_with = "output_dir",
        required_unless_present = "output_dir"
    )]
    pub(super) output: Option<PathBuf>,
    /// 输出文件夹，保持原有目录结构 · a folder, mirroring the input folders
    #[arg(long, value_name = "DIR")]
    pub(super) output_dir: Option<PathBuf>,
    /// 输出格式；缺省按输出文件的扩展名 · the format; by the name of the output if not given
    #[arg(long, value_enum)]
    pub(super) to: Option<FormatArg>,
    /// 正文与统计表分在两个文件时的另一个文件 · the other file, where prose and table were filed apart
    #[arg(long, value_name = "FILE")]
    pub(super) with: Option<PathBuf>,
    /// 覆盖已有的输出文件 · replace existing outputs
    #[arg(long)]
    pub(super) overwrite: bool,
    /// 采用 check --suggest 给出的这些建议；只能有一份报告 · take these suggestions, of one report
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(super) apply: Vec<String>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct MigrateArgs {
    #[command(flatten)]
    pub(super) convert: ConvertArgs,
    /// 转换口径 · how far the migration may go
    #[arg(long, value_enum, default_value_t = PolicyArg::Standard)]
    pub(super) policy: PolicyArg,
    /// 批注（Word）、附注（Excel）或表下的注（网页）：数从哪里来、为何留空 · notes on where figures come from or why there is none
    #[arg(long, value_enum, default_value_t = AnnotateArg::Flagged, value_name = "CELLS")]
    pub(super) annotate: AnnotateArg,
    /// 转换台账：每个数从哪里来、到哪里去（.json 或 .xlsx） · the ledger of one migration
    #[arg(long, value_name = "FILE", conflicts_with = "output_dir")]
    pub(super) ledger: Option<PathBuf>,
    /// 批量转换时的台账文件夹（XLSX） · a folder for the ledgers of a batch, as XLSX
    #[arg(long, value_name = "DIR", conflicts_with = "output")]
    pub(super) ledger_dir: Option<PathBuf>,
    /// 不生成“由旧表数据生成”的段落 · no generated paragraph of figures without a cell
    #[arg(long)]
    pub(super) no_generated_prose: bool,
    /// 保留旧表签署栏的姓名和电话 · keep names and telephone numbers of old signature lines
    #[arg(long)]
    pub(super) keep_signatures: bool,
}

impl From<&MigrateArgs> for Options {
    fn from(args: &MigrateArgs) -> Self {
        Self {
            policy: args.policy.into(),
            generated_prose: !args.no_generated_prose,
            keep_signatures: args.keep_signatures,
        }
    }
}

#[derive(Debug, ClapArgs)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line, and none rules out another"
)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) inputs: InputArgs,
    /// 同一机关各年报告之间也核对（上年结转、现行有效件数等） · also compare the reports of neighbouring years
    #[arg(long)]
    pub(super) series: bool,
    /// 给人看，给程序用（每行一个 JSON），或可打印的网页；缺省按输出文件的扩展名 · for people, JSON
    /// lines for programs, or a page to print; by the name of the output if not given
    #[arg(long, value_enum)]
    pub(super) format: Option<CheckFormat>,
    /// 输出文件；缺省为标准输出 · a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// 覆盖已有的输出文件 · replace an existing output
    #[arg(long, requires = "output")]
    pub(super) overwrite: bool,
    /// 只列结果，不画出原文中的位置 · only the findings, without the rows and lines around them
    #[arg(long)]
    pub(super) brief: bool,
    /// 对只有一种解释的问题给出改法，不改动任何数据 · show the one explanation of a finding that has one
    #[arg(long)]
    pub(super) suggest: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ExplainArgs {
    /// 代码（如 does-not-foot）或勾稽关系（如 C1） · a code, or a relation such as C1
    #[arg(value_name = "CODE")]
    pub(super) code: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct DiffArgs {
    /// 一份报告；`-` 为标准输入 · a report; `-` is standard input
    #[arg(value_name = "A")]
    pub(super) a: PathBuf,
    /// 另一份报告 · another one
    #[arg(value_name = "B")]
    pub(super) b: PathBuf,
    /// 相同的和不可比的格也列出 · also the cells that are equal or not comparable
    #[arg(long)]
    pub(super) all: bool,
    /// 样式不同时的转换口径 · how far an older report may be carried to be compared
    #[arg(long, value_enum, default_value_t = PolicyArg::Standard)]
    pub(super) policy: PolicyArg,
    /// 给人看，或给程序用（JSON） · for people, or JSON for programs
    #[arg(long, value_enum, default_value_t = DiffFormat::Human, conflicts_with = "output")]
    pub(super) format: DiffFormat,
    /// 写入 FILE.xlsx 或 FILE.json · write it to a file
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// 覆盖已有的输出文件 · replace an existing output
    #[arg(long)]
    pub(super) overwrite: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct CollectArgs {
    #[command(flatten)]
    pub(super) inputs: InputArgs,
    /// 输出文件；`-` 为标准输出 · the output; `-` is standard output
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: PathBuf,
    /// 输出格式；缺省按输出文件的扩展名 · the format; by the name of the output if not given
    #[arg(long, value_enum)]
    pub(super) to: Option<CollectFormat>,
    /// CSV 写哪一张表 · which table is written as CSV
    #[arg(long, value_enum, default_value_t = TableArg::Summary)]
    pub(super) table: TableArg,
    /// 旧报告的转换口径 · how far older reports may be migrated
    #[arg(long, value_enum, default_value_t = PolicyArg::Standard, conflicts_with = "as_filed")]
    pub(super) policy: PolicyArg,
    /// 不转换：每一版样式一张汇总表 · no migration: a summary for each edition
    #[arg(long)]
    pub(super) as_filed: bool,
    /// CSV 中像公式的文字不加 `'` · in CSV, no `'` before texts that look like formulas
    #[arg(long)]
    pub(super) unguarded: bool,
    /// 覆盖已有的输出文件 · replace an existing output
    #[arg(long)]
    pub(super) overwrite: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct CombineArgs {
    #[command(flatten)]
    pub(super) inputs: InputArgs,
    /// 合计是哪个机关的报告 · the organ that the sum is of
    #[arg(long, value_name = "NAME")]
    pub(super) issuer: String,
    /// 输出文件；`-` 为标准输出（JSON） · the output; `-` is standard output, as JSON
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: PathBuf,
    /// 输出格式；缺省按输出文件的扩展名 · the format; by the name of the output if not given
    #[arg(long, value_enum)]
    pub(super) to: Option<FormatArg>,
    /// 应报机关的名单，一行一个：列出缺报的 · organs of which there should be a report, one a line
    #[arg(long, value_name = "FILE")]
    pub(super) list: Option<PathBuf>,
    /// 每一格由哪些报告的什么数相加（.xlsx、.csv 或 .json） · what each report adds to each cell
    #[arg(long, value_name = "FILE")]
    pub(super) contributions: Option<PathBuf>,
    /// 有的报告没有填数的格，也写其余报告之和（缺省留空） · where a report has no number, the sum of the others
    #[arg(long)]
    pub(super) partial: bool,
    /// 覆盖已有的输出文件 · replace existing outputs
    #[arg(long)]
    pub(super) overwrite: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CollectFormat {
    Xlsx,
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TableArg {
    /// 汇总：一份报告一行 · a row for each report
    Summary,
    /// 明细：一个数一行 · a row for each figure
    Details,
    /// 核对：一个问题一行 · a row for each finding
    Findings,
    /// 来源：一个文件一行 · a row for each file
    Sources,
}

#[derive(Debug, ClapArgs)]
pub(super) struct InspectArgs {
    /// 报告文件；`-` 为标准输入 · a file; `-` is standard input
    #[arg(value_name = "IN")]
    pub(super) input: PathBuf,
    /// 看某一阶段的结果 · the outcome of one stage
    #[arg(long, value_enum)]
    pub(super) stage: Option<Stage>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct FormsArgs {
    /// 版本，如 2021 · the edition
    #[arg(value_name = "EDITION")]
    pub(super) edition: Option<String>,
    /// 把空白表写入 FILE.docx 或 FILE.xlsx · write the blank form
    #[arg(short, long, value_name = "FILE", requires = "edition")]
    pub(super) output: Option<PathBuf>,
    /// 覆盖已有的输出文件 · replace an existing output
    #[arg(long)]
    pub(super) overwrite: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArg {
    Docx,
    Xlsx,
    Html,
    Json,
}

impl FormatArg {
    /// What the names of such files end with.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Html => "html",
            Self::Json => "json",
        }
    }

    /// The format of a document; JSON is one of reports.
    pub(super) fn of_documents(self) -> Option<Format> {
        match self {
            Self::Docx => Some(Format::Docx),
            Self::Xlsx => Some(Format::Xlsx),
            Self::Html => Some(Format::Html),
            Self::Json => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    Human,
    Json,
}

/// A limit that is not the default.
#[derive(Clone, Debug)]
pub(super) struct LimitArg {
    name: String,
    value: u64,
}

impl LimitArg {
    /// `part_bytes=128M`; K, M and G are powers of 1,024.
    fn parse(text: &str) -> Result<Self, String> {
        let (name, value) = text.split_once('=').ok_or("NAME=N")?;
        let (digits, unit) = match value.as_bytes().last().map(u8::to_ascii_uppercase) {
            Some(b'K') => (&value[..value.len() - 1], 1 << 10),
            Some(b'M') => (&value[..value.len() - 1], 1 << 20),
            Some(b'G') => (&value[..value.len() - 1], 1 << 30),
            _ => (value, 1),
        };
        let value = digits.parse::<u64>().ok().and_then(|number| number.checked_mul(unit));
        let value = value.ok_or_else(|| format!("`{digits}` is no number"))?;
        Limits::default().with(name, value).ok_or_else(|| format!("one of {}", Limits::NAMES.join(", ")))?;
        Ok(Self { name: name.to_owned(), value })
    }

    /// These limits with this one changed.
    pub(super) fn apply(&self, limits: Limits) -> Limits {
        limits.with(&self.name, self.value).expect("the name was looked up when it was read")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    Human,
    Json,
    Html,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Stage {
    /// 读到的文档 · the document as read
    Document,
    /// 认出的报告 · the report as recognised
    Report,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LangArg {
    Zh,
    En,
}

impl From<LangArg> for Lang {
    fn from(lang: LangArg) -> Self {
        match lang {
            LangArg::Zh => Self::Zh,
            LangArg::En => Self::En,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PolicyArg {
    /// 只照录相同的项和合计 · only what is the same, and sums
    Strict,
    /// 也照录相近和较宽的项，并注明 · also what is close or broader, marked
    Standard,
    /// 无对应行的并入“3.其他”，使勾稽关系成立 · also what has no line, so that the relations hold
    Balanced,
}

impl From<PolicyArg> for Policy {
    fn from(policy: PolicyArg) -> Self {
        match policy {
            PolicyArg::Strict => Self::Strict,
            PolicyArg::Standard => Self::Standard,
            PolicyArg::Balanced => Self::Balanced,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum AnnotateArg {
    /// 不加 · none
    None,
    /// 非照录的数，和旧表有记载而未能转入的格 · what is not the same figure, and what could not be carried over
    Flagged,
    /// 每一格 · every cell
    All,
}

impl From<AnnotateArg> for Annotation {
    fn from(cells: AnnotateArg) -> Self {
        match cells {
            AnnotateArg::None => Self::None,
            AnnotateArg::Flagged => Self::Flagged,
            AnnotateArg::All => Self::All,
        }
    }
}
