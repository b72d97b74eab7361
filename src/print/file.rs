//! Where a finished page goes: a file among the user's documents, shown by whatever shows PDF files.

use std::path::PathBuf;

/// Writes a document into the user's documents, or the home folder, and opens it; tells where
/// it lies, or `None` where it could not be written.
pub async fn to_documents(name: &str, document: Vec<u8>) -> Option<PathBuf> {
    let folders = directories::UserDirs::new()?;
    let folder = folders.document_dir().unwrap_or_else(|| folders.home_dir()).to_owned();
    let path = folder.join(name);
    let written = path.clone();
    let done = tokio::task::spawn_blocking(move || std::fs::write(written, document)).await;
    match done {
        Ok(Ok(())) => {
            // Where no program shows PDF files, the path on the page is enough.
            if let Err(error) = open::that_detached(&path) {
                tracing::info!(%error, "no program opens the document");
            }
            Some(path)
        }
        Ok(Err(error)) => {
            tracing::warn!(%error, "the document was not written");
            None
        }
        Err(_) => None,
    }
}
