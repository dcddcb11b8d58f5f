//! The language of messages.

/// Chinese, or English on request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// 中文.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The one of two that is in this language.
    ///
    /// ```
    /// assert_eq!(nianbao::lang::Lang::En.choose("合计", "total"), "total");
    /// ```
    #[must_use]
    pub fn choose<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// The same words in both languages.
///
/// ```
/// use nianbao::lang::{Bilingual, Lang};
/// let words = Bilingual { zh: "合计".into(), en: "total".into() };
/// assert_eq!(words.get(Lang::En), "total");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bilingual {
    /// 中文.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// The words in one of the languages.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        lang.choose(&self.zh, &self.en)
    }
}
