use super::{Token, Xml};
use crate::error::Error;

/// The tokens of a text, each `name` or `name=value` for a start, `.` for an end, and text in quotes.
fn tokens(text: &str) -> Result<String, Error> {
    let mut xml = Xml::new("part", text, 9);
    let mut tokens = Vec::new();
    while let Some(token) = xml.next()? {
        tokens.push(match token {
            Token::Start(tag) => {
                let value = tag.val().map(|value| format!("={value}")).unwrap_or_default();
                format!("{}{value}", tag.name())
            }
            Token::End => ".".to_owned(),
            Token::Text(text) => format!("{text:?}"),
        });
    }
    Ok(tokens.join(" "))
}

fn check(text: &str, expected: &str) {
    assert_eq!(tokens(text).as_deref(), Ok(expected), "{text}");
}

#[test]
fn empty_elements_are_told_from_others() {
    check("<a><w:b/><c /><d\n/><e val=\"1\"/></a>", "a b . c . d . e=1 . .");
    check("<a><b val=\"1\">/></b></a>", "a b=1 \"/>\" . .");
    check(
        "<a><b val=\"1>2\"/><c val='\"'/><d val='/>'/><e val=\"/>\"/></a>",
        "a b=1>2 . c=\" . d=/> . e=/> . .",
    );
    check("<a>x<b/>y<c/> <!--<d/>--><e/><![CDATA[<f/>]]></a>", "a \"x\" b . \"y\" c . \" \" e . \"<f/>\" .");
    check("<a/>", "a .");
}

/// Whether each child of the root is the same as the one before.
fn repeats(text: &str) -> Result<String, Error> {
    let mut xml = Xml::new("part", text, 9);
    let (mut known, mut told) = (None, String::new());
    xml.child(0)?;
    while xml.child(1)?.is_some() {
        let begun = xml.inside();
        if let (Some(begun), Some(known)) = (&begun, &known)
            && begun.repeats(known)
        {
            xml.step_over(known);
            told.push_str("same ");
            continue;
        }
        xml.skip()?;
        known = begun.map(|begun| xml.up_to_here(begun));
        told.push_str("new ");
    }
    Ok(told)
}

#[test]
fn only_what_means_the_same_is_stepped_over() {
    let check = |text, expected| assert_eq!(repeats(text).as_deref(), Ok(expected), "{text}");
    check("<a><b><c/>1</b> <b><c/>1</b><b><c/>2</b></a>", "new same new ");
    check("<a><b v='1'><c/></b><b v='2'><c/></b></a>", "new same ");
    check("<a><b/><b/><b></b><b></b></a>", "new new new same ");
    // The prefix of the second might stand for something else.
    check("<a><b><p:c/></b><b xmlns:p='u'><p:c/></b><b><p:c/></b><b><p:c/></b></a>", "new new new same ");
    assert!(repeats("<a><b><c/></b><d><c/></b></a>").is_err(), "the end is of another element");
}

#[test]
fn what_is_rare_is_left_to_the_tokeniser() {
    check(
        "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e '>'>]><a>1&#50;&amp;<!-- > --></a>",
        "a \"1\" \"2\" \"&\" .",
    );
    check("<a>1\r\n2<?p >?><![CDATA[]] >]]></a >", "a \"1\\n2\" \"]] >\" .");
    check("<a b='>' c=\"'>\">1</a>", "a \"1\" .");
}

#[test]
fn broken_tags_are_refused() {
    for text in [
        "<a",
        "<a>1&",
        "<a>&b;</a>",
        "</a>",
        "<a/></a>",
        "<a></ a>",
        "<a></>",
        "<a><b val=\"/></a>",
        "<a><b/</a>",
        "<a><b/></c>",
        "<a><b/>",
    ] {
        assert!(tokens(text).is_err(), "{text}");
    }
}
