use crate::{
    FhirError, FhirErrorKind, Identifier, Instant, Resource,
    element::{Field, Object, datatypes},
};

/// What a Bundle is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BundleKind {
    /// Requests, all or nothing.
    Transaction,
    /// Answers to a transaction.
    TransactionResponse,
    /// Requests, each on its own.
    Batch,
    /// Answers to a batch.
    BatchResponse,
    /// Versions.
    History,
    /// Found resources.
    Searchset,
    /// Resources.
    Collection,
    /// A document.
    Document,
    /// A message.
    Message,
}

impl BundleKind {
    const ALL: [(Self, &'static str); 9] = [
        (Self::Transaction, "transaction"),
        (Self::TransactionResponse, "transaction-response"),
        (Self::Batch, "batch"),
        (Self::BatchResponse, "batch-response"),
        (Self::History, "history"),
        (Self::Searchset, "searchset"),
        (Self::Collection, "collection"),
        (Self::Document, "document"),
        (Self::Message, "message"),
    ];

    /// Its code.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, code)| code)
    }

    /// The kind with that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == code).map(|(kind, _)| *kind)
    }
}

datatypes! {
    /// `Bundle.entry`
    BundleEntry {
        link: Vec<BundleLink> = "link",
        full_url: Option<String> = "fullUrl",
        resource: Option<Resource> = "resource",
        search: Option<EntrySearch> = "search",
        request: Option<EntryRequest> = "request",
        response: Option<EntryResponse> = "response",
    }

    /// `Bundle.link`
    BundleLink {
        relation: Option<String> = "relation",
        url: Option<String> = "url",
    }

    /// `Bundle.entry.search`
    EntrySearch {
        mode: Option<String> = "mode",
    }

    /// `Bundle.entry.request`
    EntryRequest {
        method: Option<String> = "method",
        url: Option<String> = "url",
        if_none_match: Option<String> = "ifNoneMatch",
        if_modified_since: Option<Instant> = "ifModifiedSince",
        if_match: Option<String> = "ifMatch",
        if_none_exist: Option<String> = "ifNoneExist",
    }

    /// `Bundle.entry.response`
    EntryResponse {
        status: Option<String> = "status",
        location: Option<String> = "location",
        etag: Option<String> = "etag",
        last_modified: Option<Instant> = "lastModified",
        outcome: Option<Resource> = "outcome",
    }
}

impl EntryRequest {
    /// A request of that method and URL.
    pub fn new(method: &str, url: impl Into<String>) -> Self {
        Self { method: Some(method.to_owned()), url: Some(url.into()), ..Self::default() }
    }
}

impl EntryResponse {
    /// The status as a number: servers write `201`, `201 Created` and more.
    pub fn code(&self) -> Option<u16> {
        self.status.as_deref()?.split_whitespace().next()?.parse().ok()
    }

    /// The version id in the ETag (`W/"3"` or `"3"`), or else in the location.
    pub fn version_id(&self) -> Option<&str> {
        let of_etag = self.etag.as_deref().map(|etag| etag.trim_start_matches("W/").trim_matches('"'));
        let of_location = || self.location.as_deref()?.rsplit_once("/_history/").map(|(_, version)| version);
        of_etag.filter(|version| !version.is_empty()).or_else(of_location)
    }
}

/// A Bundle.
#[derive(Debug, Clone, PartialEq)]
pub struct Bundle(Resource);

impl Bundle {
    /// An empty Bundle.
    pub fn new(kind: BundleKind) -> Self {
        Self(Resource::new("Bundle").with("type", &Some(kind.code().to_owned())))
    }

    /// A Bundle with these entries.
    pub fn of(kind: BundleKind, entries: &[BundleEntry]) -> Self {
        Self(Self::new(kind).0.with("entry", &EntryList(entries)))
    }

    /// What it is for.
    ///
    /// # Errors
    /// When `type` is missing or unknown.
    pub fn kind(&self) -> Result<BundleKind, FhirError> {
        let code: Option<String> = self.0.element("type")?;
        let code = code.ok_or_else(|| FhirError::missing().within("Bundle.type"))?;
        BundleKind::from_code(&code).ok_or_else(|| FhirError::malformed("code").within("Bundle.type"))
    }

    /// Its entries. An entry whose resource is malformed is an error with the entry's path.
    ///
    /// # Errors
    /// When an entry is not what FHIR says.
    pub fn entries(&self) -> Result<Vec<BundleEntry>, FhirError> {
        self.0.element("entry")
    }

    /// Its entries, each read on its own: one bad entry does not hide the others.
    pub fn each_entry(&self) -> Vec<Result<BundleEntry, FhirError>> {
        let items = self.0.json().get("entry").and_then(serde_json::Value::as_array);
        items
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(index, item)| {
                crate::Datatype::read(item).map_err(|error: FhirError| error.at(index).within("Bundle.entry"))
            })
            .collect()
    }

    /// The link with that relation, such as `next`.
    pub fn link(&self, relation: &str) -> Option<String> {
        let links: Vec<BundleLink> = self.0.element("link").ok()?;
        links.into_iter().find(|link| link.relation.as_deref() == Some(relation))?.url
    }

    /// Its identifier: in a change feed, the cursor to go on from.
    pub fn identifier(&self) -> Option<Identifier> {
        self.0.element("identifier").ok()?
    }

    /// How many a search found in all.
    pub fn total(&self) -> Option<i32> {
        self.0.element("total").ok()?
    }

    /// The resource.
    pub fn resource(&self) -> &Resource {
        &self.0
    }

    /// The resource, to set its other elements.
    pub fn resource_mut(&mut self) -> &mut Resource {
        &mut self.0
    }

    /// The resource without the view.
    pub fn into_resource(self) -> Resource {
        self.0
    }
}

impl TryFrom<Resource> for Bundle {
    type Error = FhirError;

    fn try_from(resource: Resource) -> Result<Self, FhirError> {
        if resource.resource_type() == "Bundle" {
            Ok(Self(resource))
        } else {
            Err(FhirError::new(FhirErrorKind::WrongResourceType { expected: "Bundle" }))
        }
    }
}

/// Writes a borrowed list of entries without copying it first.
struct EntryList<'a>(&'a [BundleEntry]);

impl Field for EntryList<'_> {
    fn get(_: &Object, _: &str) -> Result<Self, FhirError> {
        Ok(Self(&[]))
    }

    fn put(&self, object: &mut Object, name: &str) {
        let items = self.0.iter().map(crate::Datatype::write).collect();
        object.insert(name.to_owned(), serde_json::Value::Array(items));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_bad_entry_does_not_hide_the_others() {
        let text = r#"{"resourceType":"Bundle","type":"batch","entry":[{"resource":{}},{"resource":{"resourceType":"Patient"}}]}"#;
        let bundle = Bundle::try_from(Resource::parse(text).unwrap()).unwrap();
        let entries = bundle.each_entry();
        assert_eq!(entries[0].as_ref().unwrap_err().path, "Bundle.entry[0].resource");
        assert!(entries[1].is_ok());
    }

    #[test]
    fn status_and_version_are_read_in_every_way_servers_write_them() {
        let response = |status: &str, etag: Option<&str>, location: Option<&str>| EntryResponse {
            status: Some(status.to_owned()),
            etag: etag.map(str::to_owned),
            location: location.map(str::to_owned),
            ..EntryResponse::default()
        };
        let with_etag = response("201 Created", Some("W/\"3\""), None);
        assert_eq!((with_etag.code(), with_etag.version_id()), (Some(201), Some("3")));
        let with_location = response("200", None, Some("Patient/1/_history/4"));
        assert_eq!((with_location.code(), with_location.version_id()), (Some(200), Some("4")));
        assert_eq!(response("fine", None, None).code(), None);
    }

    #[test]
    fn a_bundle_is_written_and_read_again() {
        let entry = BundleEntry {
            resource: Some(Resource::new("Patient")),
            request: Some(EntryRequest {
                if_none_match: Some("*".into()),
                ..EntryRequest::new("PUT", "Patient/1")
            }),
            ..BundleEntry::default()
        };
        let bundle = Bundle::of(BundleKind::Batch, std::slice::from_ref(&entry));
        assert_eq!(bundle.kind().unwrap(), BundleKind::Batch);
        assert_eq!(bundle.entries().unwrap(), [entry]);
    }
}
