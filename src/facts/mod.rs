//! What is true of AWS: const tables, each row with source, date and confidence.
