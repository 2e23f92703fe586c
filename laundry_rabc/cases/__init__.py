"""What follows a result out of limits: a case, its procedure, what it holds, its release."""
