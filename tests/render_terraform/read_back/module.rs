//! A module as a tree of values, read by a parser that others wrote.

use std::collections::BTreeMap;

use hcl::expr::{ObjectKey, TraversalOperator};
use hcl::structure::{Block, Body};
use hcl::{Expression, Structure};
use policy::render::Artifact;
use policy::resources::{Place, RoleRef};
use serde_json::{Value, json};

/// All files of an environment.
pub(crate) struct Module {
    blocks: Vec<Block>,
    places: BTreeMap<String, Place>,
}

/// A block whose parts are taken one by one; nothing may be left over.
pub(crate) struct Node<'a> {
    module: &'a Module,
    pub(crate) labels: Vec<String>,
    attributes: BTreeMap<String, Expression>,
    blocks: Vec<Block>,
}

impl Module {
    pub(crate) fn parse(artifacts: &[Artifact]) -> Self {
        let mut blocks = Vec::new();
        for artifact in artifacts {
            let body: Body = hcl::parse(&artifact.text).unwrap();
            blocks.extend(body.into_blocks());
        }
        let mut module = Self { blocks, places: BTreeMap::new() };
        module.places = module.of_kind("provider").map(read_provider).collect();
        module
    }

    fn of_kind(&self, kind: &str) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(move |block| block.identifier() == kind)
    }

    /// Names of the resource types in the module.
    pub(crate) fn types(&self) -> Vec<String> {
        let mut types: Vec<String> =
            self.of_kind("resource").map(|block| label(block, 0)).collect();
        types.sort();
        types.dedup();
        types
    }

    /// Resources of a type, with their places.
    pub(crate) fn resources(&self, terraform_type: &str) -> Vec<(Place, Node<'_>)> {
        self.of_kind("resource")
            .filter(|block| label(block, 0) == terraform_type)
            .map(|block| {
                let mut node = self.node(block);
                let place = self.place(&node.expression("provider").unwrap());
                (place, node)
            })
            .collect()
    }

    pub(crate) fn checks(&self) -> Vec<Node<'_>> {
        self.of_kind("check").map(|block| self.node(block)).collect()
    }

    pub(crate) fn node(&self, block: &Block) -> Node<'_> {
        let mut node = Node {
            module: self,
            labels: block.labels().iter().map(|label| label.as_str().to_owned()).collect(),
            attributes: BTreeMap::new(),
            blocks: Vec::new(),
        };
        for structure in block.body() {
            match structure {
                Structure::Attribute(attribute) => {
                    let name = attribute.key().to_owned();
                    assert!(node.attributes.insert(name, attribute.expr().clone()).is_none());
                }
                Structure::Block(block) => node.blocks.push(block.clone()),
            }
        }
        node
    }

    pub(crate) fn place(&self, provider: &Expression) -> Place {
        let path = path(provider);
        assert_eq!(path[0], "aws");
        self.places[&path[1]].clone()
    }

    pub(crate) fn value(&self, expression: &Expression) -> Value {
        match expression {
            Expression::Null => Value::Null,
            Expression::Bool(value) => json!(value),
            Expression::Number(number) => json!(number.as_u64().unwrap()),
            Expression::String(text) => json!(text),
            Expression::Array(items) => items.iter().map(|item| self.value(item)).collect(),
            Expression::Object(entries) => {
                entries.iter().map(|(key, value)| (key_text(key), self.value(value))).collect()
            }
            Expression::FuncCall(call) => {
                assert!(matches!(call.name.name.as_str(), "jsonencode" | "toset"));
                self.value(&call.args[0])
            }
            Expression::Traversal(_) => self.reference(&path(expression)),
            other => panic!("an expression that the target does not write: {other:?}"),
        }
    }

    /// What a reference stands for once everything exists.
    fn reference(&self, path: &[String]) -> Value {
        let [terraform_type, name, attribute] = path else { panic!("{path:?}") };
        let found = self
            .of_kind("resource")
            .find(|block| label(block, 0) == *terraform_type && label(block, 1) == *name);
        let mut node = self.node(found.unwrap_or_else(|| panic!("nothing is at {path:?}")));
        let place = self.place(&node.expression("provider").unwrap());
        match (terraform_type.as_str(), attribute.as_str()) {
            (_, "name" | "bucket") => node.take(attribute).unwrap(),
            ("aws_backup_plan", "id") => node.take("name").unwrap(),
            ("aws_backup_vault" | "aws_backup_logically_air_gapped_vault", "arn") => {
                let name = text(node.take("name"));
                json!(place.arn("backup", &format!("backup-vault:{name}")))
            }
            ("aws_s3_bucket", "arn") => {
                json!(format!("arn:{}:s3:::{}", place.partition, text(node.take("bucket"))))
            }
            ("aws_iam_role", "arn") => {
                json!({ "role": text(node.take("name")), "place": place_value(&place) })
            }
            ("aws_kms_key", "arn") => {
                json!({ "alias": self.alias_of(name), "place": place_value(&place) })
            }
            _ => panic!("{path:?} is not a reference that the target writes"),
        }
    }

    /// The role of an ARN: ours, if the module creates it.
    pub(crate) fn role_of_arn(&self, arn: &str) -> RoleRef {
        let roles = self.resources("aws_iam_role").into_iter();
        let mut created = roles.map(|(place, mut node)| {
            let name = text(node.take("name"));
            RoleRef::Created { place, name }
        });
        created.find(|role| role.arn() == arn).unwrap_or_else(|| RoleRef::Existing(arn.to_owned()))
    }

    pub(crate) fn alias_of(&self, key: &str) -> String {
        let wanted = ["aws_kms_key", key, "key_id"];
        let aliases = self.resources("aws_kms_alias").into_iter();
        let mut names = aliases.filter_map(|(_, mut alias)| {
            let target = path(&alias.expression("target_key_id").unwrap());
            (target == wanted).then(|| text(alias.take("name")))
        });
        names.next().unwrap().strip_prefix("alias/").unwrap().to_owned()
    }
}

impl Node<'_> {
    pub(crate) fn expression(&mut self, name: &str) -> Option<Expression> {
        self.attributes.remove(name)
    }

    pub(crate) fn take(&mut self, name: &str) -> Option<Value> {
        self.expression(name).map(|expression| self.module.value(&expression))
    }

    /// The names below an expression that refers to another resource.
    pub(crate) fn path(&mut self, name: &str) -> Vec<String> {
        path(&self.expression(name).unwrap())
    }

    pub(crate) fn blocks(&mut self, name: &str) -> Vec<Self> {
        let (wanted, rest) =
            self.blocks.drain(..).partition(|block: &Block| block.identifier() == name);
        self.blocks = rest;
        let wanted: Vec<Block> = wanted;
        wanted.iter().map(|block| self.module.node(block)).collect()
    }

    pub(crate) fn block(&mut self, name: &str) -> Option<Self> {
        let mut blocks = self.blocks(name);
        assert!(blocks.len() < 2, "one block `{name}`");
        blocks.pop()
    }

    /// What must not be destroyed says so; everything was taken.
    pub(crate) fn finish_protected(mut self) {
        let mut lifecycle = self.block("lifecycle").expect("prevent_destroy");
        assert_eq!(lifecycle.take("prevent_destroy"), Some(json!(true)));
        lifecycle.finish();
        self.finish();
    }

    pub(crate) fn finish(self) {
        let Self { module: _, labels, attributes, blocks } = self;
        assert!(
            attributes.is_empty() && blocks.is_empty(),
            "{labels:?}: {attributes:?} {blocks:?}"
        );
    }
}

fn read_provider(block: &Block) -> (String, Place) {
    let attribute = |name: &str| {
        block.body().attributes().find(|attribute| attribute.key() == name).unwrap().expr().clone()
    };
    let Expression::Array(accounts) = attribute("allowed_account_ids") else { panic!() };
    let string = |expression: &Expression| match expression {
        Expression::String(text) => text.clone(),
        other => panic!("{other:?}"),
    };
    let region = string(&attribute("region"));
    let partition = policy::facts::partition_of(&region).unwrap().id().into();
    let place = Place { account: string(&accounts[0]), region, partition };
    (string(&attribute("alias")), place)
}

/// `a.b[*].c` as its names.
pub(crate) fn path(expression: &Expression) -> Vec<String> {
    let Expression::Traversal(traversal) = expression else { panic!("{expression:?}") };
    let Expression::Variable(root) = &traversal.expr else { panic!("{expression:?}") };
    let mut path = vec![root.as_str().to_owned()];
    for operator in &traversal.operators {
        match operator {
            TraversalOperator::GetAttr(name) => path.push(name.as_str().to_owned()),
            TraversalOperator::FullSplat => {}
            other => panic!("{other:?}"),
        }
    }
    path
}

fn key_text(key: &ObjectKey) -> String {
    match key {
        ObjectKey::Identifier(name) => name.as_str().to_owned(),
        ObjectKey::Expression(Expression::String(text)) => text.clone(),
        other => panic!("{other:?}"),
    }
}

fn label(block: &Block, at: usize) -> String {
    block.labels()[at].as_str().to_owned()
}

pub(crate) fn place_value(place: &Place) -> Value {
    json!([place.account, place.region, place.partition])
}

pub(crate) fn text(value: Option<Value>) -> String {
    value.unwrap().as_str().unwrap().to_owned()
}

pub(crate) fn texts(value: Option<Value>) -> Vec<String> {
    let items = value.unwrap_or_else(|| json!([]));
    items.as_array().unwrap().iter().map(|item| item.as_str().unwrap().to_owned()).collect()
}

pub(crate) fn number(value: Option<Value>) -> Option<u32> {
    value.map(|value| u32::try_from(value.as_u64().unwrap()).unwrap())
}

pub(crate) fn map(value: Option<Value>) -> BTreeMap<String, String> {
    let entries = value.unwrap_or_else(|| json!({}));
    let entry = |(key, value): (&String, &Value)| (key.clone(), value.as_str().unwrap().to_owned());
    entries.as_object().unwrap().iter().map(entry).collect()
}
