"""Terraform's own reading of the modules: layout, syntax, types, provider schema. No state, no AWS."""

import concurrent.futures
import os

import findings


def test_every_file_is_laid_out_as_terraform_fmt_would(rendered, tf):
    rendered.terraform_roots()
    run = tf.run(rendered.folder, "fmt", "-check", "-recursive", "-diff", "-no-color")
    assert run.returncode == 0, run.stdout


def test_every_root_validates_against_the_provider(initialised, tf):
    """A child module with `configuration_aliases` cannot be validated alone: its root is."""

    def problem(root):
        validate = tf.run(root, "validate", "-no-color")
        # A warning is a deprecated argument or a value that the provider doubts.
        if validate.returncode != 0 or "Warning:" in validate.stdout:
            return f"{initialised.name(root)}:\n{validate.stdout}"
        return None

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        problems = [text for text in pool.map(problem, initialised.terraform_roots()) if text]
    findings.none(problems)
