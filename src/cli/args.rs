//! The arguments, as clap reads them.

use crate::lang::Lang;
use crate::migrate::{Options, Policy};
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
    arg_required_else_help = true
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
    /// 不借助其他程序读取 PDF、DOC、WPS · never start another program to read PDF, DOC or WPS
    #[arg(long, global = true)]
    pub(super) no_external: bool,
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

#[derive(Debug, ClapArgs)]
pub(super) struct ConvertArgs {
    /// 报告文件或文件夹；`-` 为标准输入 · files or folders; `-` is standard input
    #[arg(required = true, value_name = "IN")]
    pub(super) inputs: Vec<PathBuf>,
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
    /// 覆盖已有的输出文件 · replace existing outputs
    #[arg(long)]
    pub(super) overwrite: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct MigrateArgs {
    #[command(flatten)]
    pub(super) convert: ConvertArgs,
    /// 转换口径 · how far the migration may go
    #[arg(long, value_enum, default_value_t = PolicyArg::Standard)]
    pub(super) policy: PolicyArg,
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
pub(super) struct CheckArgs {
    /// 报告文件或文件夹；`-` 为标准输入 · files or folders; `-` is standard input
    #[arg(required = true, value_name = "IN")]
    pub(super) inputs: Vec<PathBuf>,
    /// 给人看，或给程序用（每行一个 JSON） · for people, or JSON lines for programs
    #[arg(long, value_enum, default_value_t = CheckFormat::Human)]
    pub(super) format: CheckFormat,
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
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    Human,
    Json,
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
