"""All HTTP that goes out: one guard against addresses inside, no redirect followed, bounded in time and bytes (T52)."""
