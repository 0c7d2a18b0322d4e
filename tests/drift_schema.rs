//! The published form of drift reports.

#[cfg(test)]
mod cases {
    use policy::report::DriftJson;

    /// `UPDATE=1 cargo test` writes the schema anew.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "the published schema is kept fresh here")]
    fn the_published_schema_is_fresh() {
        let generator = schemars::generate::SchemaSettings::draft07().into_generator();
        let schema = generator.into_root_schema_for::<DriftJson<'static>>();
        let fresh = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/drift.schema.json");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &fresh).unwrap();
        }
        assert_eq!(std::fs::read_to_string(path).unwrap(), fresh);
    }
}
