//! A server that answers as a test says, at an address of its own.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What was asked.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) method: String,
    /// Path and query.
    pub(super) target: String,
    /// Service and Region that it is signed for.
    pub(super) service: String,
    pub(super) region: String,
    /// Who signed it.
    pub(super) key: String,
    /// The operation, where the service does not put it into the path.
    pub(super) operation: String,
    /// Headers by their names in lower case.
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: String,
}

/// What is answered.
#[derive(Debug, Clone)]
pub(super) enum Answer {
    /// A status, a code of AWS where it is an error, and a body.
    Http(u16, Option<&'static str>, String),
    /// Nothing, for this long.
    Silence(Duration),
    /// A body that is cut off in the middle.
    CutOff(String),
    /// The connection is closed without a word.
    Closed,
}

impl Answer {
    pub(super) fn json(body: &serde_json::Value) -> Self {
        Self::Http(200, None, body.to_string())
    }

    pub(super) fn error(status: u16, code: &'static str) -> Self {
        let body = r#"{"message":"a text of 444455556666 that is nobody's business"}"#;
        Self::Http(status, Some(code), body.to_owned())
    }
}

type Handler = dyn Fn(&Request) -> Answer + Send + Sync;

/// A running server; it ends with the test.
pub(super) struct Server {
    pub(super) url: String,
    log: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    pub(super) fn start(handler: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let log: Arc<Mutex<Vec<Request>>> = Arc::default();
        let (handler, noted): (Arc<Handler>, _) = (Arc::new(handler), log.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (handler, noted) = (handler.clone(), noted.clone());
                std::thread::spawn(move || serve(stream, &*handler, &noted));
            }
        });
        Self { url, log }
    }

    /// Everything that was asked so far.
    pub(super) fn asked(&self) -> Vec<Request> {
        self.log.lock().unwrap().clone()
    }
}

fn serve(mut stream: TcpStream, handler: &Handler, log: &Mutex<Vec<Request>>) {
    let Some(request) = read(&stream) else { return };
    log.lock().unwrap().push(request.clone());
    let written = match handler(&request) {
        Answer::Http(status, code, body) => {
            let code = code.map(|code| format!("x-amzn-ErrorType: {code}\r\n")).unwrap_or_default();
            format!(
                "HTTP/1.1 {status} X\r\nconnection: close\r\nx-amzn-requestid: id-1\r\n{code}content-length: {}\r\n\r\n{body}",
                body.len()
            )
        }
        Answer::CutOff(body) => {
            let length = body.len() * 2;
            format!(
                "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
            )
        }
        Answer::Silence(time) => {
            std::thread::sleep(time);
            return;
        }
        Answer::Closed => return,
    };
    _ = stream.write_all(written.as_bytes());
}

fn read(stream: &TcpStream) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let (mut length, mut scope) = (0, String::new());
    let mut headers = BTreeMap::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let Some((name, value)) = header.trim().split_once(": ") else { break };
        let name = name.to_ascii_lowercase();
        headers.insert(name.clone(), value.to_owned());
        match name.as_str() {
            "content-length" => length = value.parse().ok()?,
            "authorization" => {
                scope = value.split("Credential=").nth(1)?.split(',').next()?.to_owned();
            }
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body = String::from_utf8(body).ok()?;
    let scope: Vec<&str> = scope.split('/').collect();
    Some(Request {
        method,
        target,
        key: (*scope.first()?).to_owned(),
        region: (*scope.get(2)?).to_owned(),
        service: (*scope.get(3)?).to_owned(),
        operation: operation(&headers, &body),
        headers,
        body,
    })
}

/// `X-Amz-Target: Service.Operation` of JSON, `Action=Operation` of forms.
fn operation(headers: &BTreeMap<String, String>, body: &str) -> String {
    let target = headers.get("x-amz-target").and_then(|target| target.rsplit('.').next());
    let action = body.split('&').find_map(|pair| pair.strip_prefix("Action="));
    target.or(action).unwrap_or_default().to_owned()
}
