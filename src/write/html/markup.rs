//! What every page is made of: words that are no markup, and the page around them.

use crate::write::{UNHELD, is_held};

/// A page that holds all it needs: no script, nothing from elsewhere, and a policy that forbids them.
pub(super) struct Page<'t> {
    /// The language of its words.
    pub(super) lang: &'t str,
    pub(super) title: &'t str,
    /// What the policy lets in besides the style, such as `img-src data:`.
    pub(super) lets_in: &'t str,
    pub(super) style: &'t str,
    /// What stands in its body, as markup.
    pub(super) body: &'t str,
}

impl Page<'_> {
    /// The page, whole.
    pub(super) fn html(&self) -> String {
        let Self { lang, lets_in, style, body, .. } = self;
        let title = escaped(self.title);
        let lets_in = if lets_in.is_empty() { String::new() } else { format!("; {lets_in}") };
        format!(
            "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'{lets_in}\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n\
             <title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
        )
    }
}

/// A text that may stand between tags and in an attribute: no markup, and nothing that HTML cannot hold.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if is_held(c) => escaped.push(c),
            _ => escaped.push_str(UNHELD),
        }
    }
    escaped
}
