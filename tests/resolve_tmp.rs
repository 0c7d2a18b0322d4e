use policy::{compile::{compile,Options},diagnostic::Input};
#[test] fn all() {
 for d in ["policies","policies/as-written"] { for e in std::fs::read_dir(d).unwrap() { let p=e.unwrap().path(); if p.extension().is_some_and(|x|x=="yaml") {
   let text=std::fs::read_to_string(&p).unwrap();
   let c=compile(&Input::new(p.display().to_string(), text.clone()), &Options::default());
   println!("{} {:?}", p.display(), c.known_environments);
   for f in &c.judged.findings { let lc=c.judged.input.lines.line_column(f.primary.span.start,&text); println!("  {}:{} {} [{}] {} | {:?} {:?}", lc.line,lc.column,f.rule,f.primary.span.slice(&text),f.message,f.help,f.environments); }
 }}}
 panic!()
}
