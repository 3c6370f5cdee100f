//! A small hospital: invitations, tokens, PUT and batch with their guards, and the change feed.

use std::collections::{BTreeMap, VecDeque};

use crux_http::protocol::{HttpHeader, HttpRequest, HttpResponse, HttpResult};
use serde_json::{Value, json};

use super::CODE;

pub(crate) fn answer(status: u16, body: &str) -> HttpResult {
    HttpResult::Ok(HttpResponse { status, headers: Vec::new(), body: body.as_bytes().to_vec() })
}

pub(crate) fn fhir(status: u16) -> HttpResult {
    answer(
        status,
        r#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"processing"}]}"#,
    )
}

pub(crate) fn html(status: u16) -> HttpResult {
    answer(status, "<!doctype html><title>Sign in to the airport</title>")
}

/// What was changed: the resource, or its type and id when it is gone.
type Change = Result<Value, (String, String)>;

pub(crate) struct Hospital {
    pub(crate) store: BTreeMap<String, Value>,
    /// The patient's changes in order.
    changes: Vec<Change>,
    common_changes: Vec<Change>,
    /// How many times each resource was created or changed.
    pub(crate) versions: BTreeMap<String, u32>,
    access: String,
    pub(crate) refresh: String,
    pub(crate) tokens_given: u32,
    /// The next answers to uploads (PUT and POST of FHIR), before the hospital's own.
    pub(crate) upload_script: VecDeque<HttpResult>,
    /// The next answers to the change feed.
    pub(crate) feed_script: VecDeque<HttpResult>,
    /// The next answers at the token endpoint.
    pub(crate) token_script: VecDeque<HttpResult>,
    /// Every request that reached it: method, URL, body.
    pub(crate) log: Vec<(String, String, String)>,
}

impl Hospital {
    pub(crate) fn new() -> Self {
        let mut hospital = Self {
            store: BTreeMap::new(),
            changes: Vec::new(),
            common_changes: Vec::new(),
            versions: BTreeMap::new(),
            access: "access-1".to_owned(),
            refresh: "refresh-1".to_owned(),
            tokens_given: 1,
            upload_script: VecDeque::new(),
            feed_script: VecDeque::new(),
            token_script: VecDeque::new(),
            log: Vec::new(),
        };
        for resource in [
            json!({"resourceType": "Organization", "id": "hospital", "name": "康和医院"}),
            json!({"resourceType": "Organization", "id": "ward", "name": "肝胆外科病房",
                "_name": {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/translation", "extension": [
                    {"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": "Surgery ward"}]}]},
                "telecom": [{"system": "phone", "value": "0571-5555-0123"}],
                "partOf": {"reference": "Organization/hospital"}}),
            json!({"resourceType": "Practitioner", "id": "dr-wang", "name": [
                {"text": "王建国", "family": "王"}, {"text": "Wang Jianguo", "family": "Wang"}]}),
        ] {
            hospital.put(resource, false);
        }
        for resource in [
            json!({"resourceType": "Patient", "id": "li", "gender": "female", "name": [
                {"text": "李秀英", "family": "李"}, {"text": "Li Xiuying", "family": "Li"}],
                "generalPractitioner": [{"reference": "Practitioner/dr-wang"}],
                "managingOrganization": {"reference": "Organization/ward"}}),
            json!({"resourceType": "Procedure", "id": "operation", "status": "completed",
                "subject": {"reference": "Patient/li"}, "performedDateTime": "2026-11-19T09:00:00+08:00"}),
        ] {
            hospital.put(resource, true);
        }
        hospital
    }

    /// Stores a new version, and puts it into a feed.
    pub(crate) fn put(&mut self, mut resource: Value, of_patient: bool) -> (u32, String) {
        let key =
            format!("{}/{}", resource["resourceType"].as_str().unwrap(), resource["id"].as_str().unwrap());
        let version = self.versions.entry(key.clone()).or_default();
        *version += 1;
        let version = *version;
        let at = format!("2026-11-22T08:{:02}:{:02}Z", 10 + version / 60, version % 60);
        resource["meta"] = json!({"versionId": version.to_string(), "lastUpdated": at});
        self.store.insert(key, resource.clone());
        let feed = if of_patient { &mut self.changes } else { &mut self.common_changes };
        feed.push(Ok(resource));
        (version, at)
    }

    pub(crate) fn delete(&mut self, resource_type: &str, id: &str) {
        self.store.remove(&format!("{resource_type}/{id}"));
        self.changes.push(Err((resource_type.to_owned(), id.to_owned())));
    }

    /// The observations that the phone sent.
    pub(crate) fn observations(&self) -> Vec<&Value> {
        self.store.values().filter(|it| it["resourceType"] == "Observation").collect()
    }

    /// Every token so far is worth nothing.
    pub(crate) fn expire_access(&mut self) {
        self.access = "expired".to_owned();
    }

    pub(crate) fn answer(&mut self, request: &HttpRequest) -> Option<HttpResult> {
        let body = String::from_utf8_lossy(&request.body).into_owned();
        let path = request.url.strip_prefix("https://h.example").unwrap().to_owned();
        if path == "/oauth/token" {
            self.log.push((request.method.clone(), path, body.clone()));
            return Some(self.token_script.pop_front().unwrap_or_else(|| self.token(&body)));
        }
        let bearer = request.headers.iter().find(|header| header.name == "authorization");
        let known = bearer.is_some_and(|header| header.value == format!("Bearer {}", self.access));
        let path = path.strip_prefix("/fhir").unwrap();
        if path.starts_with("/$changes") {
            if let Some(scripted) = self.feed_script.pop_front() {
                return Some(scripted);
            }
            return if known { self.feed(path) } else { Some(fhir(401)) };
        }
        self.log.push((request.method.clone(), path.to_owned(), body.clone()));
        if request.method != "GET"
            && let Some(scripted) = self.upload_script.pop_front()
        {
            return Some(scripted);
        }
        if !known {
            return Some(fhir(401));
        }
        let header =
            |name: &str| request.headers.iter().find(|it| it.name == name).map(|it| it.value.clone());
        Some(match (request.method.as_str(), path.trim_start_matches('/')) {
            ("GET", key) => match self.store.get(key) {
                Some(resource) => answer(200, &resource.to_string()),
                None => fhir(404),
            },
            ("PUT", _) => {
                let resource: Value = serde_json::from_str(&body).unwrap();
                let none_match = header("if-none-match").is_some();
                let (status, version, at) = self.guarded_put(resource, none_match, header("if-match"));
                if status >= 400 {
                    return Some(fhir(status));
                }
                let key = path.trim_start_matches('/');
                let mut result = self.store[key].clone();
                result.as_object_mut().unwrap().remove("data");
                let headers = vec![HttpHeader { name: "etag".to_owned(), value: format!("W/\"{version}\"") }];
                let _ = at;
                HttpResult::Ok(HttpResponse { status, headers, body: result.to_string().into_bytes() })
            }
            ("POST", "") => self.batch(&body),
            other => panic!("{other:?}"),
        })
    }

    fn guarded_put(
        &mut self,
        resource: Value,
        none_match: bool,
        if_match: Option<String>,
    ) -> (u16, u32, String) {
        let key =
            format!("{}/{}", resource["resourceType"].as_str().unwrap(), resource["id"].as_str().unwrap());
        let current = self.versions.get(&key).copied();
        if none_match && current.is_some() {
            return (412, 0, String::new());
        }
        if let Some(wanted) = if_match
            && current.map(|version| format!("W/\"{version}\"")) != Some(wanted)
        {
            return (412, 0, String::new());
        }
        let (version, at) = self.put(resource, true);
        (if version == 1 { 201 } else { 200 }, version, at)
    }

    fn batch(&mut self, body: &str) -> HttpResult {
        let bundle: Value = serde_json::from_str(body).unwrap();
        let entries: Vec<Value> = bundle["entry"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| {
                let request = &entry["request"];
                let none_match = request.get("ifNoneMatch").is_some();
                let if_match = request["ifMatch"].as_str().map(str::to_owned);
                let (status, version, at) = self.guarded_put(entry["resource"].clone(), none_match, if_match);
                match status {
                    200 | 201 => json!({"response": {"status": status.to_string(), "etag": format!("W/\"{version}\""), "lastModified": at}}),
                    _ => json!({"response": {"status": status.to_string()}}),
                }
            })
            .collect();
        answer(
            200,
            &json!({"resourceType": "Bundle", "type": "batch-response", "entry": entries}).to_string(),
        )
    }

    fn feed(&self, path: &str) -> Option<HttpResult> {
        let parameter = |name: &str| {
            let query = path.split_once('?').unwrap().1;
            query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}="))).unwrap().to_owned()
        };
        let changes = if parameter("feed") == "patient" { &self.changes } else { &self.common_changes };
        let after: usize = parameter("after").parse().unwrap_or_default();
        if after >= changes.len() && parameter("wait") != "0" {
            return None;
        }
        let entries: Vec<Value> = changes[after.min(changes.len())..]
            .iter()
            .map(|change| match change {
                Ok(resource) => json!({"resource": resource, "request": {"method": "PUT", "url": "x"}}),
                Err((kind, id)) => json!({"request": {"method": "DELETE", "url": format!("{kind}/{id}")}}),
            })
            .collect();
        let cursor = json!({"system": kangban_fhir::terms::FEED_CURSOR, "value": changes.len().to_string()});
        let bundle =
            json!({"resourceType": "Bundle", "type": "history", "identifier": cursor, "entry": entries});
        Some(answer(200, &bundle.to_string()))
    }

    fn token(&mut self, form: &str) -> HttpResult {
        let field = |name: &str| {
            form.split('&')
                .find_map(|pair| pair.strip_prefix(&format!("{name}=")))
                .unwrap_or_default()
                .to_owned()
        };
        let refusal = |reason: &str| {
            answer(400, &json!({"error": "invalid_grant", "kangban_reason": reason}).to_string())
        };
        if field("grant_type") == "refresh_token" {
            if field("refresh_token") != self.refresh {
                return refusal("");
            }
        } else if field("code") != CODE {
            return refusal("unknown");
        }
        self.tokens_given += 1;
        self.access = format!("access-{}", self.tokens_given);
        self.refresh = format!("refresh-{}", self.tokens_given);
        let granted = json!({"access_token": self.access, "token_type": "Bearer", "expires_in": 300,
            "refresh_token": self.refresh, "patient": "li"});
        answer(200, &granted.to_string())
    }
}
