//! The client of the central API and the engine that keeps the store and the service in step.
