//! The policy of one environment, from the outside: what every section means
//! once overlays are laid, values are parsed and references are followed.

#[cfg(test)]
#[path = "resolved"]
mod cases {
    mod documents;
    mod mechanisms;
    mod mistakes;
    mod objectives;
    mod references;
    mod sections;
}
