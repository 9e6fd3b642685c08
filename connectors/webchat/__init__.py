"""Web chat over Socket.IO."""
