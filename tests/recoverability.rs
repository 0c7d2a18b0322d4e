//! What is proven of a policy, with every figure computed by hand.

#[cfg(test)]
#[path = "recoverability"]
mod cases {
    mod laws;
    mod policies;
    mod reach;
    mod rpo;
    mod standing;
    mod survival;
    mod timeline;

    use policy::document;
    use policy::resolved::{self, Policy};

    const HEAD: &str = "version: 1
name: orders
accounts: { workload: \"111122223333\", backup: \"999900001111\" }
environments:
  production: { account: workload, region: us-east-1 }
";

    /// The policy of a whole text.
    fn whole(text: &str) -> Policy {
        let read = document::read(text);
        assert!(read.findings.is_empty(), "{:?}", read.findings);
        let (root, document) = (read.root.unwrap(), read.policy.unwrap());
        let resolved = resolved::resolve(text, &root, &document, "production");
        assert!(resolved.findings.is_empty(), "{:?}", resolved.findings);
        resolved.policy.unwrap()
    }

    /// A policy that begins with [`HEAD`].
    fn policy(rest: &str) -> Policy {
        whole(&format!("{HEAD}{rest}"))
    }
}
