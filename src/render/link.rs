//! Addresses of articles, for hyperlinks.

use crate::extraction::ArticleInfo;

/// Where an article can be opened: its web address, else its file below `base`.
pub(super) fn address(article: &ArticleInfo, base: Option<&str>) -> Option<String> {
    web_address(article).or_else(|| file_address(article.path.as_deref()?, base))
}

/// The article's `http` or `https` address, safe wherever an address may stand.
pub(super) fn web_address(article: &ArticleInfo) -> Option<String> {
    let is_web = |url: &&str| url.starts_with("https://") || url.starts_with("http://");
    article.url.as_deref().filter(is_web).map(|url| encoded(url, "\"<>`"))
}

fn file_address(path: &str, base: Option<&str>) -> Option<String> {
    let absolute = match path {
        "-" => return None,
        _ if path.starts_with('/') => path.to_owned(),
        _ => format!("{}/{path}", base?.trim_end_matches('/')),
    };
    Some(format!("file://{}", encoded(&absolute, "%?#")))
}

/// Percent-encodes what may not stand in an address, and the characters in `also`.
pub(super) fn encoded(text: &str, also: &str) -> String {
    let mut address = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_graphic() && !also.contains(char::from(byte)) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::{ArticleInfo, address};

    #[test]
    fn nothing_but_printable_ascii_gets_into_an_address() {
        let at = |path: &str| {
            address(
                &ArticleInfo { path: Some(path.into()), ..ArticleInfo::default() },
                Some("/home/u/"),
            )
        };
        assert_eq!(at("a b\u{1b}#é.txt").as_deref(), Some("file:///home/u/a%20b%1B%23%C3%A9.txt"));
        assert_eq!(at("/x.txt").as_deref(), Some("file:///x.txt"));
        assert_eq!(at("-"), None);
        let web = ArticleInfo {
            url: Some("https://post.example/a\u{7}b".into()),
            ..ArticleInfo::default()
        };
        assert_eq!(address(&web, None).as_deref(), Some("https://post.example/a%07b"));
    }
}
