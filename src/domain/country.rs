//! (placeholder until merged)
