//! Texts, links, numbers to call and pictures of an item.

use kangban_fhir::terms;
use serde_json::Value;

use super::{Call, Media, Rich, draw::Draw, rich::safe_href};
use crate::{
    Instance,
    items::{Item, Label, read},
    texts::{Sentence, say},
    translate::{self, Lang},
};

impl Draw<'_> {
    pub(super) fn label(&self, instance: &Instance<'_>) -> Rich {
        match self.session.text_of(&instance.path) {
            Some(text) => Rich::markdown(&text),
            None => instance
                .item
                .text
                .as_ref()
                .map(|text| Rich::of_label(text, self.language))
                .unwrap_or_default(),
        }
    }

    pub(super) fn words(&self, label: Option<&Label>) -> String {
        label.map(|label| Rich::of_label(label, self.language).to_text()).unwrap_or_default()
    }

    pub(super) fn lang(&self) -> Lang {
        Lang::of(self.language)
    }

    pub(super) fn links(&self, item: &Item) -> Vec<(String, String)> {
        let link = |url: &String| {
            let url = safe_href(url)?;
            let host =
                url.split("//").nth(1).and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or(&url);
            Some((say(self.lang(), Sentence::MoreAt, &[("host", host)]), url))
        };
        item.support_links.iter().filter_map(link).collect()
    }

    pub(super) fn calls(&self, json: &Value) -> Vec<Call> {
        read::extensions(json, terms::HELP_LINE)
            .filter_map(|line| {
                let part = |name: &'static str| read::extension(line, name);
                let number = part("number").and_then(|part| read::text(part, "valueString"))?.trim();
                let dialled = number.chars().all(|c| c.is_ascii_digit() || "+-() ".contains(c));
                let label = part("label").and_then(|label| translate::extension_text(label, self.language));
                (dialled && number.contains(|c: char| c.is_ascii_digit()))
                    .then(|| Call { label: label.unwrap_or(number).to_owned(), number: number.to_owned() })
            })
            .collect()
    }

    pub(super) fn media(&self, attachment: &Value) -> Option<Media> {
        // A picture in a form is a few thousand bytes; more would make every page heavy.
        const MOST: usize = 200_000;
        let mime = read::text(attachment, "contentType")?;
        let kinds = ["image/", "audio/", "video/"];
        if !kinds.iter().any(|kind| mime.starts_with(kind))
            || mime.contains(|c: char| c == ',' || c.is_whitespace())
        {
            return None;
        }
        let alt = translate::text(attachment, "title", self.language).unwrap_or_default().to_owned();
        let url = match (read::text(attachment, "url"), read::text(attachment, "data")) {
            (Some(url), _) => safe_href(url).filter(|url| url.starts_with("https:"))?,
            // An SVG is a program; a photo is not.
            (None, Some(data))
                if mime.starts_with("image/") && !mime.contains("svg") && data.len() <= MOST =>
            {
                let base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
                data.bytes().all(base64).then(|| format!("data:{mime};base64,{data}"))?
            }
            _ => return None,
        };
        Some(Media { mime: mime.to_owned(), url, alt })
    }
}
